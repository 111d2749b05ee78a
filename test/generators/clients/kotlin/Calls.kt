import java.io.File
import userapi.apis.AccountsApi
import userapi.apis.MCQStatsApi
import userapi.apis.ProfileApi
import userapi.infrastructure.ApiClient
import userapi.models.Credentials
import userapi.models.Registration
import userapi.models.RegistrationName
import userapi.models.UserInfoUpdate

/** Registers, logs in, updates and reads the profile, syncs, and uploads a picture. */
fun main() {
    val (url, email, picture) = listOf("API_URL", "EMAIL", "PICTURE").map { System.getenv(it) }
    val accounts = AccountsApi(url)
    val password = "quiet-lamp-4"

    val name = RegistrationName(firstName = "John", lastName = "Smith")
    val registered = accounts.register(
        Registration(email = email, password = password, name = name, year = 2)
    )
    check(registered.data.user.email == email)
    ApiClient.accessToken = accounts.logIn(Credentials(email, password)).data.accessToken

    val profile = ProfileApi(url)
    val updated = profile.updateUserInfo(UserInfoUpdate(backgroundInfo = "Engineer", attemptNumber = 2))
    check(updated.data.attemptNumber == 2L)
    val me = profile.me().data
    check(me.backgroundInfo == "Engineer" && me.year == 2L && me.profilePicture == null)

    val page = MCQStatsApi(url).syncMcqDailyStats(1, 0)
    check(page.data.isEmpty() && !page.pagination.hasMore && page.pagination.nextCursor == null)

    check(profile.uploadProfilePicture(File(picture)).data.width == 40L)
    check(profile.me().data.profilePicture?.height == 30L)
}
