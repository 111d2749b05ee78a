package recipes

import java.io.IOException
import java.net.ServerSocket
import java.net.Socket
import java.util.Collections
import kotlin.concurrent.thread
import kotlinx.coroutines.CancellationException

// Runs the recipes against a server with faults.

private const val HEALTHY = """{"is_data_encrypted":0,"error":null,"data":{"id":"a","email":"b","is_phone_validated":false}}"""
private const val LOGGED_IN = """{"is_data_encrypted":0,"error":null,"data":{"access_token":"a"}}"""
private const val NO_JWE = """{"is_data_encrypted":1,"error":null,"data":"no JWE"}"""
private const val HTML = "<html>Bad Gateway</html>"
private const val NO_ENVELOPE = "HTTP 200 without an envelope"

private val number = PhoneNumber("+91", "9876543210")

/** Checks what happens after a lost response and after responses that the API never sends. */
suspend fun checkFaults() {
    val requests = Collections.synchronizedList(mutableListOf<String>())
    FaultyServer(listOf(HEALTHY, null, HEALTHY), requests).use { server ->
        val api = userApi(server.url, Session("token"))
        api.me() // the next request uses the same connection
        check(errorOf { api.sendOtp(OtpRequest(number)) } is IOException)
        check(requests.count { it.startsWith("POST") } == 1) { "OkHttp repeated a request that sends an SMS: $requests" }
    }
    FaultyServer(listOf(LOGGED_IN, null, LOGGED_IN), requests).use { server ->
        val client = JavaClient(server.url)
        client.logIn("a", "b")
        requests.clear()
        check(errorOf { client.logIn("a", "b") } is IOException && requests.size == 1) { "OkHttp repeated $requests" }
    }
    FaultyServer(listOf(NO_JWE, HTML, HTML), requests).use { server ->
        val api = userApi(server.url, Session("token"))
        // Of any other exception OkHttp makes an IOException too, but with another message.
        check(errorOf { api.me() }?.message == "The response cannot be decrypted with the token")
        check(errorOf { api.me() }?.message == NO_ENVELOPE)
        check(errorOf { JavaClient(server.url).logIn("a", "b") }?.message == NO_ENVELOPE)
    }
    checkNewOtpDuringVerify()
}

/** A user may ask for another SMS while an OTP is verified. */
private suspend fun checkNewOtpDuringVerify() {
    lateinit var ofPhone: PhoneVerification
    val api = object : UserApi by userApi("http://127.0.0.1:1/", Session()) {
        override suspend fun sendOtp(request: OtpRequest) = Success(SentOtp("oti", Long.MAX_VALUE))

        override suspend fun verifyOtp(verification: Verification): Success<User> {
            ofPhone.send()
            throw ApiException(2002, "wrong", emptyList(), null)
        }
    }
    ofPhone = PhoneVerification(api, number)
    repeat(2) { ofPhone.send() }
    check(errorOf { ofPhone.verify("123456") } is ApiException)
    done("Kotlin and Java: a lost response, a proxy's HTML, a broken JWE, an SMS while an OTP is verified")
}

private suspend fun errorOf(call: suspend () -> Any): Exception? =
    try {
        call()
        null
    } catch (e: CancellationException) {
        throw e
    } catch (e: Exception) {
        e
    }

/** Responds with each body in turn; null closes the connection after the request. Records the request lines. */
private class FaultyServer(bodies: List<String?>, private val requests: MutableList<String>) : AutoCloseable {
    private val socket = ServerSocket(0)
    private val left = ArrayDeque(bodies)
    val url = "http://127.0.0.1:${socket.localPort}/"

    init {
        thread(isDaemon = true) {
            runCatching { while (true) socket.accept().let { thread(isDaemon = true) { runCatching { serve(it) } } } }
        }
    }

    private fun serve(connection: Socket) = connection.use {
        val input = it.getInputStream()
        while (true) {
            val head = StringBuilder()
            while (!head.endsWith("\r\n\r\n")) head.append(input.read().also { byte -> check(byte >= 0) }.toChar())
            val length = Regex("(?i)content-length: (\\d+)").find(head)?.groupValues?.get(1)?.toInt() ?: 0
            input.readNBytes(length)
            requests += head.lines().first()
            val body = synchronized(left) { left.removeFirst() } ?: return@use
            it.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n$body".toByteArray())
        }
    }

    override fun close() = socket.close()
}
