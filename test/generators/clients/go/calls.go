// Registers, logs in, updates and reads the profile, syncs, and uploads a picture.
package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"

	"calls/client"

	"github.com/oapi-codegen/runtime/types"
)

const password = "quiet-lamp-4"

var ctx = context.Background()

func main() {
	api := given(client.NewClientWithResponses(os.Getenv("API_URL")))
	email := types.Email(os.Getenv("EMAIL"))

	registration := client.Registration{Email: email, Password: password, Year: ptr(2)}
	registration.Name.FirstName = "John"
	registration.Name.LastName = ptr("Smith")
	registered := given(api.RegisterWithResponse(ctx, registration))
	equal(registered.JSON201.Data.User.Email, string(email))

	credentials := client.Credentials{Email: email, Password: password}
	loggedIn := given(api.LogInWithResponse(ctx, credentials))
	token := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+loggedIn.JSON200.Data.AccessToken)
		return nil
	}

	update := client.UserInfoUpdate{BackgroundInfo: ptr("Engineer"), AttemptNumber: ptr(int64(2))}
	updated := given(api.UpdateUserInfoWithResponse(ctx, nil, update, token))
	equal(*updated.JSON200.Data.AttemptNumber, 2)
	profile := given(api.MeWithResponse(ctx, token)).JSON200.Data
	equal(*profile.BackgroundInfo, "Engineer")
	equal(*profile.Year, 2)
	equal(profile.ProfilePicture == nil, true)

	from := client.SyncMcqDailyStatsParams{CourseId: 1, SyncFromEpochMs: 0}
	page := given(api.SyncMcqDailyStatsWithResponse(ctx, &from, token)).JSON200
	equal(len(page.Data), 0)
	equal(page.Pagination.HasMore, false)

	contentType, form := toForm(given(os.ReadFile(os.Getenv("PICTURE"))))
	uploaded := given(api.UploadProfilePictureWithBodyWithResponse(ctx, contentType, form, token))
	equal(uploaded.JSON200.Data.Width, 40)
	profile = given(api.MeWithResponse(ctx, token)).JSON200.Data
	equal(profile.ProfilePicture.Height, 30)
}

func toForm(picture []byte) (contentType string, form *bytes.Buffer) {
	form = &bytes.Buffer{}
	writer := multipart.NewWriter(form)
	given(given(writer.CreateFormFile("file", "picture.png")).Write(picture))
	if err := writer.Close(); err != nil {
		panic(err)
	}
	return writer.FormDataContentType(), form
}

func ptr[T any](value T) *T { return &value }

func given[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func equal[T comparable](actual, expected T) {
	if actual != expected {
		panic(fmt.Sprintf("%v instead of %v", actual, expected))
	}
}
