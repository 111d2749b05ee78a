package recipes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.json.JSONException;
import org.json.JSONObject;

// docs:java
/** Logs in and reads the profile. The JSON library is Android's. */
public final class JavaClient {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient http = new OkHttpClient.Builder()
            .readTimeout(30, TimeUnit.SECONDS)
            // Otherwise OkHttp repeats any request whose connection broke.
            .retryOnConnectionFailure(false)
            .build();
    private final String baseUrl;
    private String token;

    public JavaClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** An error of the API. Decide by `code`: docs/errors.md lists the codes. */
    public static final class ApiException extends IOException {
        private static final long serialVersionUID = 1L;
        public final int code;

        ApiException(int code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** A response without the envelope: API Gateway's own, or a proxy's. Decide by `status`. */
    public static final class UnexpectedResponse extends IOException {
        private static final long serialVersionUID = 1L;
        public final int status;

        UnexpectedResponse(int status) {
            super("HTTP " + status + " without an envelope");
            this.status = status;
        }
    }

    public void logIn(String email, String password) throws IOException, JSONException {
        JSONObject credentials = new JSONObject().put("email", email).put("password", password);
        RequestBody body = RequestBody.create(credentials.toString(), JSON);
        JSONObject envelope = send(new Request.Builder().url(baseUrl + "auth/login").post(body).build());
        token = envelope.getJSONObject("data").getString("access_token");
    }

    public JSONObject me() throws IOException, JSONException {
        Request request = new Request.Builder()
                .url(baseUrl + "auth/me")
                .header("Authorization", "Bearer " + token)
                .build();
        JSONObject envelope = send(request);
        if (envelope.getInt("is_data_encrypted") == 0) return envelope.getJSONObject("data");
        return new JSONObject(decrypt(envelope.getString("data"), token));
    }

    private JSONObject send(Request request) throws IOException, JSONException {
        try (var response = http.newCall(request).execute()) {
            JSONObject envelope = parse(response.body().string(), response.code());
            JSONObject error = envelope.optJSONObject("error");
            if (error == null) return envelope;
            // 1001 has ended the session: show the login. A wrong password is 2101, also with status 401.
            throw new ApiException(error.getInt("code"), error.getString("message"));
        }
    }

    /** A proxy or the gateway itself responds without an envelope. */
    private static JSONObject parse(String body, int status) throws IOException {
        try {
            JSONObject envelope = new JSONObject(body);
            if (envelope.has("is_data_encrypted")) return envelope;
        } catch (JSONException e) {
            // No JSON, e.g. HTML.
        }
        throw new UnexpectedResponse(status);
    }

    /** Decrypts with Nimbus JOSE + JWT. @throws IOException for the data of another token. */
    public static String decrypt(String data, String token) throws IOException {
        try {
            JWEObject jwe = JWEObject.parse(data);
            jwe.decrypt(new DirectDecrypter(keyOf(token)));
            return jwe.getPayload().toString();
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            throw new IOException("The response cannot be decrypted with the token", e);
        }
    }

    /** HKDF-SHA-256 (RFC 5869) for 32 bytes, which is one block. */
    private static byte[] keyOf(String token) throws GeneralSecurityException {
        byte[] salt = token.substring(27, 43).getBytes(StandardCharsets.US_ASCII);
        byte[] pseudoRandomKey = hmac(salt, Base64.getUrlDecoder().decode(token.substring(43)));
        return hmac(pseudoRandomKey, "user-api response v1\u0001".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }
}
// end
