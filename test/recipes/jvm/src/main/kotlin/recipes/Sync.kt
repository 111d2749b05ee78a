package recipes

import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable

// docs:sync
/** Where the last sync stopped. Store it with the days, in one transaction. */
@Serializable data class SyncPosition(val cursor: String?, val fromEpochMs: Long)

/** The app's database. `save` inserts days or replaces those with the same id; `clear` deletes the others first. */
interface DayStore {
    val position: SyncPosition?

    fun save(days: List<Day>, position: SyncPosition, clear: Boolean)
}

suspend fun sync(api: UserApi, store: DayStore, fromEpochMs: Long) {
    val stored = store.position
    // The cursor has passed the days before the stored window: a wider one needs all pages again.
    val isWider = stored != null && utcDay(fromEpochMs) < utcDay(stored.fromEpochMs)
    val cursor = if (isWider) null else stored?.cursor
    try {
        syncFrom(cursor, api, store, fromEpochMs)
    } catch (e: ApiException) {
        // The cursor belongs to another account.
        if (cursor == null || e.code != 1006 || e.details.none { it.path == "next_cursor" }) throw e
        syncFrom(null, api, store, fromEpochMs)
    }
}

private suspend fun syncFrom(start: String?, api: UserApi, store: DayStore, fromEpochMs: Long) {
    var cursor = start
    do {
        val (days, pagination) = api.sync(courseId = 1, fromEpochMs, cursor)
        store.save(days, SyncPosition(pagination.nextCursor, fromEpochMs), clear = cursor == null)
        cursor = pagination.nextCursor
    } while (pagination.hasMore)
}

private fun utcDay(epochMs: Long) = Math.floorDiv(epochMs, 86_400_000L)
// end

@Serializable data class Page(val data: List<Day>, val pagination: Pagination)

@Serializable
data class Day(
    val id: String,
    @SerialName("day_start_epoch_ms") val startEpochMs: Long,
    @SerialName("overall_total") val total: Int,
    @SerialName("overall_correct") val correct: Int,
)

@Serializable
data class Pagination(
    @SerialName("next_cursor") val nextCursor: String?,
    @SerialName("has_more") val hasMore: Boolean,
)
