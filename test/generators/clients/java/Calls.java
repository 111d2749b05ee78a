import java.io.File;
import java.util.Objects;
import userapi.ApiClient;
import userapi.ApiException;
import userapi.api.AccountsApi;
import userapi.api.McqStatsApi;
import userapi.api.ProfileApi;
import userapi.model.Credentials;
import userapi.model.Registration;
import userapi.model.RegistrationName;
import userapi.model.UserInfoUpdate;

/** Registers, logs in, updates and reads the profile, syncs, and uploads a picture. */
public final class Calls {
    private Calls() {}

    public static void main(String[] args) throws ApiException {
        ApiClient client = new ApiClient();
        client.setBasePath(System.getenv("API_URL"));
        AccountsApi accounts = new AccountsApi(client);
        String email = System.getenv("EMAIL");
        String password = "quiet-lamp-4";

        Registration registration = new Registration().email(email).password(password)
            .name(new RegistrationName().firstName("John").lastName("Smith"))
            .year(Registration.YearEnum.NUMBER_2);
        check(email, accounts.register(registration).getData().getUser().getEmail());
        Credentials credentials = new Credentials().email(email).password(password);
        client.setBearerToken(accounts.logIn(credentials).getData().getAccessToken());

        ProfileApi profile = new ProfileApi(client);
        UserInfoUpdate update = new UserInfoUpdate().backgroundInfo("Engineer").attemptNumber(2L);
        var updated = profile.updateUserInfo(update, null).getUpdateUserInfoResponse().getData();
        check(2L, updated.getAttemptNumber());
        var me = profile.me().getMeResponse().getData();
        check("Engineer", me.getBackgroundInfo());
        check(2L, me.getYear());
        check(null, me.getProfilePicture());

        var page = new McqStatsApi(client).syncMcqDailyStats(1, 0L, null, null, null)
            .getSyncMcqDailyStatsResponse();
        check(0, page.getData().size());
        check(false, page.getPagination().getHasMore());

        var uploaded = profile.uploadProfilePicture(new File(System.getenv("PICTURE")));
        check(40L, uploaded.getUploadProfilePictureResponse().getData().getWidth());
        check(30L, profile.me().getMeResponse().getData().getProfilePicture().getHeight());
    }

    private static void check(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new IllegalStateException("Expected " + expected + ", got " + actual);
        }
    }
}
