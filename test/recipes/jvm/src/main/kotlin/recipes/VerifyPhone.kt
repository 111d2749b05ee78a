package recipes

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

// docs:otp
/** The OTP of an SMS, whose last line is e.g. `@example.com #123456 FA+9qCX9VSu`. */
fun otpIn(sms: String): String? = Regex("""^@\S+ #(\d+)""").find(sms.lines().last())?.groupValues?.get(1)

class PhoneVerification(private val api: UserApi, private val phoneNumber: PhoneNumber) {
    /** Newest first. An SMS may arrive after a later one was requested, and its OTP belongs to its own OTI. */
    private val sent = ArrayDeque<SentOtp>()

    suspend fun send() = sent.addFirst(api.sendOtp(OtpRequest(phoneNumber)).data)

    /** A wrong OTP uses up one of the five tries of each OTI. @throws ApiException of the newest OTI. */
    suspend fun verify(otp: String): User {
        var refusal: ApiException? = null
        for ((oti, expiryTime) in sent.toList()) { // `send` may add one meanwhile
            if (refusal != null && expiryTime < System.currentTimeMillis()) continue
            try {
                return api.verifyOtp(Verification(phoneNumber, otp, oti)).data
            } catch (e: ApiException) {
                // Wrong, used up, or no longer valid: the OTP may belong to an earlier OTI.
                if (e.code !in setOf(2002, 2003, 2008)) throw e
                refusal = refusal ?: e
            }
        }
        throw checkNotNull(refusal) { "Send an OTP first" }
    }
}
// end

@Serializable data class PhoneNumber(val code: String, val value: String)

@Serializable data class OtpRequest(@SerialName("phone_number") val phoneNumber: PhoneNumber)

@Serializable data class SentOtp(val oti: String, @SerialName("expiry_time") val expiryTime: Long)

@Serializable
data class Verification(@SerialName("phone_number") val phoneNumber: PhoneNumber, val otp: String, val oti: String)
