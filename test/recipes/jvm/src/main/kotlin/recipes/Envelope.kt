package recipes

import java.io.IOException
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.decodeFromJsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonPrimitive
import okhttp3.Interceptor
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.Response
import okhttp3.ResponseBody.Companion.toResponseBody

// docs:session
/**
 * The session of the app. Keep the token in storage that the Android Keystore encrypts. `onEnded` is called on
 * OkHttp's thread: post to the main thread before you change the UI.
 */
class Session(@get:Synchronized @set:Synchronized var token: String? = null, private val onEnded: () -> Unit = {}) {
    /** Ends the session of this token, unless another login has replaced it meanwhile. */
    fun end(ended: String?) {
        synchronized(this) {
            if (ended == null || ended != token) return
            token = null
        }
        onEnded() // shows the login
    }
}

/** Adds the token to each request, decrypts the response's data, and throws the API's errors. */
class Envelope(private val session: Session) : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val token = session.token
        val request = chain.request().newBuilder()
        if (token != null) request.header("Authorization", "Bearer $token")
        val response = chain.proceed(request.build())
        val envelope = parse(response)
        (envelope["error"] as? JsonObject)?.let { throw failure(it, response, token) }
        return response.newBuilder()
            .body(open(envelope, token).toString().toResponseBody("application/json".toMediaType()))
            .build()
    }

    private fun open(envelope: JsonObject, token: String?): JsonObject {
        if (envelope["is_data_encrypted"]?.jsonPrimitive?.int != 1) return envelope
        val data = try {
            decrypt(envelope.getValue("data").jsonPrimitive.content, checkNotNull(token))
        } catch (e: Exception) {
            // Also for data of another form. OkHttp expects an IOException: another exception ends the app.
            throw IOException("The response cannot be decrypted with the token", e)
        }
        return JsonObject(envelope + ("data" to json.parseToJsonElement(data)))
    }

    private fun failure(error: JsonObject, response: Response, token: String?): ApiException {
        val code = error.getValue("code").jsonPrimitive.int
        // A wrong password is a 401 as well, with code 2101. Only 1001 ends the session.
        if (code == 1001) session.end(token)
        return ApiException(
            code,
            error.getValue("message").jsonPrimitive.content,
            error["details"]?.let { json.decodeFromJsonElement<List<Detail>>(it) }.orEmpty(),
            response.header("Retry-After")?.toLongOrNull(),
        )
    }

    /** A proxy or the gateway itself responds without an envelope. */
    private fun parse(response: Response): JsonObject {
        val body = try {
            json.parseToJsonElement(response.body.string())
        } catch (_: SerializationException) {
            null
        }
        return (body as? JsonObject)?.takeIf { "is_data_encrypted" in it }
            ?: throw UnexpectedResponse(response.code)
    }
}
// end
