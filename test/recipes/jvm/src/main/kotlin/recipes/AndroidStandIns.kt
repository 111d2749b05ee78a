package recipes

// Stand-ins of Android's classes, so that a JVM runs the recipe that uses them. A broadcast goes to every registered receiver.

class Context {
    val receivers = mutableListOf<BroadcastReceiver>()

    fun unregisterReceiver(receiver: BroadcastReceiver) {
        require(receivers.remove(receiver)) { "Receiver not registered" }
    }

    fun broadcast(sms: String?) = receivers.toList().forEach { it.onReceive(this, Intent(sms)) }
}

class Intent(private val sms: String?) {
    fun getStringExtra(name: String): String? = sms.takeIf { name == SmsRetriever.EXTRA_SMS_MESSAGE }
}

class IntentFilter(val action: String)

abstract class BroadcastReceiver {
    abstract fun onReceive(context: Context, intent: Intent)
}

object ContextCompat {
    const val RECEIVER_EXPORTED = 2

    @Suppress("UNUSED_PARAMETER")
    fun registerReceiver(
        context: Context, receiver: BroadcastReceiver, filter: IntentFilter, permission: String, scheduler: Nothing?, flags: Int,
    ) {
        context.receivers += receiver
    }
}

object SmsRetriever {
    const val EXTRA_SMS_MESSAGE = "com.google.android.gms.auth.api.phone.EXTRA_SMS_MESSAGE"
    const val SMS_RETRIEVED_ACTION = "com.google.android.gms.auth.api.phone.SMS_RETRIEVED"
    const val SEND_PERMISSION = "com.google.android.gms.auth.api.phone.permission.SEND"

    class Client {
        fun startSmsRetriever() = Unit
    }

    @Suppress("UNUSED_PARAMETER")
    fun getClient(context: Context) = Client()
}
