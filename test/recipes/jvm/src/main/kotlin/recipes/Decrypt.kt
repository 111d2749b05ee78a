package recipes

import java.util.Base64
import javax.crypto.Cipher
import javax.crypto.Mac
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

// docs:decrypt
/** Decrypts the `data` of a response with the token of its request. @throws AEADBadTagException for another token. */
fun decrypt(data: String, token: String): String {
    val (header, _, iv, ciphertext, tag) = data.split('.')
    val cipher = Cipher.getInstance("AES/GCM/NoPadding")
    cipher.init(Cipher.DECRYPT_MODE, SecretKeySpec(keyOf(token), "AES"), GCMParameterSpec(128, bytes(iv)))
    cipher.updateAAD(header.toByteArray())
    return String(cipher.doFinal(bytes(ciphertext) + bytes(tag)))
}

/** HKDF-SHA-256 (RFC 5869) for 32 bytes, which is one block. */
private fun keyOf(token: String): ByteArray {
    val pseudoRandomKey = hmac(key = token.substring(27, 43).toByteArray(), bytes(token.substring(43)))
    return hmac(pseudoRandomKey, "user-api response v1".toByteArray() + 1)
}

private fun hmac(key: ByteArray, message: ByteArray): ByteArray =
    Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(key, "HmacSHA256")) }.doFinal(message)

private fun bytes(base64url: String): ByteArray = Base64.getUrlDecoder().decode(base64url)
// end
