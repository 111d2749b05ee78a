"""Registers, logs in, updates and reads the profile, syncs, and uploads a picture."""

import os

from user_api import (
    AccountsApi,
    ApiClient,
    Configuration,
    Credentials,
    MCQStatsApi,
    ProfileApi,
    Registration,
    RegistrationName,
    UserInfoUpdate,
)
from user_api.models.me_response import MeResponse
from user_api.models.sync_mcq_daily_stats_response import SyncMcqDailyStatsResponse
from user_api.models.update_user_info_response import UpdateUserInfoResponse
from user_api.models.upload_profile_picture_response import UploadProfilePictureResponse
from user_api.models.user_details_response import UserDetailsResponse

email = os.environ["EMAIL"]
password = "quiet-lamp-4"
configuration = Configuration(host=os.environ["API_URL"])


def read_profile(profile: ProfileApi) -> UserDetailsResponse:
    response = profile.me().actual_instance
    assert isinstance(response, MeResponse)
    return response.data


with ApiClient(configuration) as client:
    accounts = AccountsApi(client)
    name = RegistrationName(first_name="John", last_name="Smith")
    registration = Registration(email=email, password=password, name=name, year=2, major=None)
    assert accounts.register(registration).data.user.email == email
    logged_in = accounts.log_in(Credentials(email=email, password=password))
    configuration.access_token = logged_in.data.access_token

    profile = ProfileApi(client)
    update = UserInfoUpdate(background_info="Engineer", attempt_number=2)
    updated = profile.update_user_info(update).actual_instance
    assert isinstance(updated, UpdateUserInfoResponse)
    assert updated.data.attempt_number == 2
    me = read_profile(profile)
    assert (me.background_info, me.year, me.profile_picture) == ("Engineer", 2, None)

    page = MCQStatsApi(client).sync_mcq_daily_stats(1, 0).actual_instance
    assert isinstance(page, SyncMcqDailyStatsResponse)
    assert page.data == [] and not page.pagination.has_more

    uploaded = profile.upload_profile_picture(os.environ["PICTURE"]).actual_instance
    assert isinstance(uploaded, UploadProfilePictureResponse)
    assert uploaded.data.width == 40
    picture = read_profile(profile).profile_picture
    assert picture is not None and picture.height == 30
