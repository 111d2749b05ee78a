package recipes

import java.io.File
import java.io.IOException
import java.net.URI
import java.security.GeneralSecurityException
import kotlin.random.Random
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// Runs the recipes against the API at API_URL, whose responses are encrypted. Fails at the first surprise.

private val environment = System.getenv()
private val baseUrl = "${environment.getValue("API_URL")}/"
private const val PASSWORD = "quiet-lamp-4"

fun main(): Unit = runBlocking {
    checkVectors("Kotlin, javax.crypto", ::decrypt)
    checkVectors("Java, Nimbus JOSE + JWT", JavaClient::decrypt)
    val email = "recipe-${Random.nextLong()}@example.com"
    var hasEnded = false
    val session = Session { hasEnded = true }
    val api = userApi(baseUrl, session)
    session.token = api.register(Registration(email, PASSWORD, Name("John"))).data.accessToken
    check(api.me().data.email == email)
    done("Kotlin: register, read the encrypted profile")

    val wrong = failureOf { api.logIn(Credentials(email, "wrong-lamp-4")) }
    check(wrong.code == 2101 && !hasEnded) { "A wrong password ended the session" }
    session.token = api.logIn(Credentials(email, PASSWORD)).data.accessToken
    done("Kotlin: a wrong password is 2101, then log in")

    checkFaults()
    checkOtpListener()
    uploadPicture(api)
    verifyPhone(api)
    syncDays()
    JavaClient(baseUrl).run {
        logIn(email, PASSWORD)
        check(me().getString("email") == email)
    }
    done("Java: log in, read the encrypted profile")

    val ended = session.token?.dropLast(4) + "AAAA"
    session.token = ended
    check(failureOf { api.me() }.code == 1001 && hasEnded && session.token == null)
    done("Kotlin: 1001 ends the session")
}

private suspend fun uploadPicture(api: UserApi) {
    val progress = mutableListOf<Double>()
    val picture = uploadPicture(api, File(environment.getValue("PICTURE"))) { progress += it }
    check(picture.width == 1000 && progress.size > 10 && progress.last() == 1.0) { "$picture, $progress" }
    check(progress == progress.sorted())
    done("Kotlin: upload, ${progress.size} reports of progress up to 1")

    val large = File.createTempFile("large", ".jpg").apply { writeBytes(ByteArray(5_000_000)) }
    try {
        uploadPicture(api, large) {}
        error("It was not too large")
    } catch (e: UnexpectedResponse) {
        check(e.status == 413) { "$e" }
    } finally {
        large.delete()
    }
    done("Kotlin: a file that is too large for API Gateway")
}

private suspend fun verifyPhone(api: UserApi) {
    val number = Random.nextLong(6_000_000_000, 10_000_000_000).toString()
    val verification = PhoneVerification(api, PhoneNumber("+91", number))
    verification.send()
    val otp = checkNotNull(otpIn(smsTo("+91$number"))) { "No OTP in the SMS" }
    val other = if (otp == "123456") "123457" else "123456"
    check(failureOf { verification.verify(other) }.details == listOf(Detail("otp", "4 tries left")))
    check(verification.verify(otp).isPhoneValidated)
    done("Kotlin: verify a phone with the OTP of the SMS")
}

/** With the account that has 60 days of attempts. */
private suspend fun syncDays() {
    val session = Session()
    val api = userApi(baseUrl, session)
    session.token = api.logIn(Credentials(environment.getValue("EMAIL"), environment.getValue("PASSWORD"))).data.accessToken
    val store = MemoryStore()
    val now = System.currentTimeMillis()
    val (month, year) = listOf(30, 365).map { now - it * 86_400_000L }
    sync(api, store, month)
    val ofMonth = store.days.size
    sync(api, store, month)
    check(ofMonth in 20..31 && store.days.size == ofMonth && store.clears == 1) { "$ofMonth days" }
    sync(api, store, year)
    check(store.days.size > 50 && store.clears == 2 && store.saves == 4) { "${store.days.size} days" }
    val cursorOfOther = checkNotNull(store.position)
    val fresh = Session()
    val freshApi = userApi(baseUrl, fresh)
    val email = "recipe-${Random.nextLong()}@example.com"
    fresh.token = freshApi.register(Registration(email, PASSWORD, Name("Jo"))).data.accessToken
    store.position = cursorOfOther
    sync(freshApi, store, year)
    check(store.days.isEmpty() && store.clears == 3) { "Days of another account" }
    done("Kotlin: sync $ofMonth days, then a wider window, then with the cursor of another account")
}

private class MemoryStore : DayStore {
    val days = mutableMapOf<String, Day>()
    var saves = 0
    var clears = 0
    override var position: SyncPosition? = null

    override fun save(days: List<Day>, position: SyncPosition, clear: Boolean) {
        saves += 1
        if (clear) {
            clears += 1
            this.days.clear()
        }
        this.days += days.associateBy { it.id }
        this.position = position
    }
}

private suspend fun failureOf(call: suspend () -> Any): ApiException =
    try {
        error("It returned ${call()}")
    } catch (e: ApiException) {
        e
    }

private fun smsTo(number: String): String {
    val inbox = json.parseToJsonElement(URI("${baseUrl}_local/sms").toURL().readText()).jsonObject
    return inbox.getValue("messages").jsonArray
        .map { it.jsonObject }
        .last { it.text("to") == number }
        .text("body")
}

private fun checkVectors(name: String, decrypt: (String, String) -> String) {
    val vectors = json.parseToJsonElement(File(environment.getValue("VECTORS")).readText()).jsonObject
    val (valid, invalid) = listOf("valid", "invalid").map { kind -> vectors.getValue(kind).jsonArray.map { it.jsonObject } }
    for (vector in valid) {
        val decrypted: JsonElement = json.parseToJsonElement(decrypt(vector.text("data"), vector.text("token")))
        check(decrypted == vector["decrypted"]) { vector.text("name") }
    }
    for (vector in invalid) {
        val error = runCatching { decrypt(vector.text("data"), vector.text("token")) }.exceptionOrNull()
        check(error is IOException || error is GeneralSecurityException) { vector.text("name") }
    }
    done("$name: ${valid.size} vectors decrypted, ${invalid.size} refused")
}

private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content

fun done(step: String) = println("passed  $step")
