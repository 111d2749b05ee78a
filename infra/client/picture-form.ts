/** Wraps a picture in the multipart form that the upload route expects. */
export function toPictureForm(picture: Blob): FormData {
  const form = new FormData()
  form.append('file', picture, 'picture')
  return form
}
