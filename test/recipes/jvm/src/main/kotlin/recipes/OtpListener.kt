package recipes

// docs:listener
/** Reads the OTP of an SMS for a screen. Use it on the main thread. */
class OtpListener(private val context: Context) {
    private var receiver: BroadcastReceiver? = null

    /** Listens for one SMS, for five minutes. Replaces an earlier call, so that each SMS is handled once. */
    fun listen(onOtp: (String) -> Unit) {
        stop()
        val next = object : BroadcastReceiver() {
            override fun onReceive(context: Context, intent: Intent) {
                stop()
                val sms = intent.getStringExtra(SmsRetriever.EXTRA_SMS_MESSAGE) // null after five minutes
                sms?.let(::otpIn)?.let(onOtp)
            }
        }
        receiver = next
        val filter = IntentFilter(SmsRetriever.SMS_RETRIEVED_ACTION)
        ContextCompat.registerReceiver(
            context, next, filter, SmsRetriever.SEND_PERMISSION, null, ContextCompat.RECEIVER_EXPORTED,
        )
        SmsRetriever.getClient(context).startSmsRetriever()
    }

    fun stop() {
        receiver?.let(context::unregisterReceiver)
        receiver = null
    }
}
// end

private const val SMS = "123456 is your Example Prep code. It ends in 5 minutes.\n@example.com #123456 FA+9qCX9VSu"

/** A user who asks for another SMS, and then leaves the screen. */
fun checkOtpListener() {
    val context = Context()
    val listener = OtpListener(context)
    val otps = mutableListOf<String>()
    repeat(2) { listener.listen { otps += it } }
    context.broadcast(SMS)
    check(otps == listOf("123456") && context.receivers.isEmpty()) { "$otps" }
    listener.listen { otps += it }
    context.broadcast(sms = null)
    listener.listen { otps += it }
    listener.stop()
    listener.stop()
    context.broadcast(SMS)
    check(otps.size == 1 && context.receivers.isEmpty()) { "$otps" }
    done("Kotlin: the OTP of an SMS is read once, also after a second request for it")
}
