package recipes

import java.io.IOException
import java.util.concurrent.TimeUnit
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.MultipartBody
import okhttp3.OkHttpClient
import retrofit2.Retrofit
import retrofit2.converter.kotlinx.serialization.asConverterFactory
import retrofit2.http.Body
import retrofit2.http.GET
import retrofit2.http.Multipart
import retrofit2.http.POST
import retrofit2.http.Part
import retrofit2.http.Query

// docs:api
interface UserApi {
    @POST("auth/register") suspend fun register(@Body registration: Registration): Success<LoggedIn>
    @POST("auth/login") suspend fun logIn(@Body credentials: Credentials): Success<LoggedIn>
    @GET("auth/me") suspend fun me(): Success<User>
    @Multipart
    @POST("users/profile-picture") suspend fun upload(@Part file: MultipartBody.Part): Success<Picture>
    @POST("users/send-phone-otp") suspend fun sendOtp(@Body request: OtpRequest): Success<SentOtp>
    @POST("users/verify-phone-otp") suspend fun verifyOtp(@Body verification: Verification): Success<User>
    @GET("users/mcq-daily/sync") suspend fun sync(
        @Query("course_id") courseId: Int,
        @Query("sync_from_epoch_ms") fromEpochMs: Long,
        @Query("next_cursor") cursor: String?,
        @Query("limit") limit: Int = 50,
    ): Page
}

/** The envelope of a success. `data` is decrypted already. */
@Serializable data class Success<T>(val data: T)

// New fields must not break an app that is already installed.
val json = Json { ignoreUnknownKeys = true }

fun userApi(baseUrl: String, session: Session): UserApi =
    Retrofit.Builder()
        .baseUrl(baseUrl) // ends with a slash
        .client(
            OkHttpClient.Builder()
                // An upload of 4 MiB takes two minutes at 300 kbit/s.
                .callTimeout(120, TimeUnit.SECONDS)
                .readTimeout(30, TimeUnit.SECONDS)
                // Otherwise OkHttp repeats any request whose connection broke, and sends a second SMS.
                .retryOnConnectionFailure(false)
                .addInterceptor(Envelope(session))
                .build(),
        )
        .addConverterFactory(json.asConverterFactory("application/json".toMediaType()))
        .build()
        .create(UserApi::class.java)
// end

// docs:errors
/** An error of the API. Decide by `code`, not by the HTTP status: docs/errors.md lists the codes. */
class ApiException(val code: Int, message: String, val details: List<Detail>, val retryAfterSeconds: Long?) :
    IOException(message)

@Serializable data class Detail(val path: String, val message: String)

/** A response without the envelope: API Gateway's own, or a proxy's. Decide by `status`: 413 is a file that is too large. */
class UnexpectedResponse(val status: Int) : IOException("HTTP $status without an envelope")
// end

@Serializable data class Registration(val email: String, val password: String, val name: Name)

@Serializable data class Name(@SerialName("first_name") val firstName: String)

@Serializable data class Credentials(val email: String, val password: String)

@Serializable data class LoggedIn(@SerialName("access_token") val accessToken: String, val user: User)

@Serializable
data class User(val id: String, val email: String, @SerialName("is_phone_validated") val isPhoneValidated: Boolean)

@Serializable data class Picture(val width: Int, val height: Int)
