package recipes

import java.io.File
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.MultipartBody
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.asRequestBody
import okio.Buffer
import okio.BufferedSink
import okio.ForwardingSink
import okio.buffer

// docs:upload
suspend fun uploadPicture(api: UserApi, file: File, onProgress: (Double) -> Unit): Picture {
    val body = ProgressBody(file.asRequestBody("image/*".toMediaType()), onProgress)
    return api.upload(MultipartBody.Part.createFormData("file", file.name, body)).data
}

/** Reports the part of a body that is sent, 0 to 1. Called on OkHttp's thread. */
class ProgressBody(private val body: RequestBody, private val onProgress: (Double) -> Unit) : RequestBody() {
    override fun contentType() = body.contentType()

    override fun contentLength() = body.contentLength()

    override fun writeTo(sink: BufferedSink) {
        var sent = 0L
        val counting = object : ForwardingSink(sink) {
            override fun write(source: Buffer, byteCount: Long) {
                super.write(source, byteCount)
                sent += byteCount
                onProgress(sent.toDouble() / contentLength())
            }
        }.buffer()
        body.writeTo(counting)
        counting.flush()
    }
}
// end
