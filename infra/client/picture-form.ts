/** The form by which a picture is uploaded. */
export function formOf(picture: Blob): FormData {
  const form = new FormData()
  form.append('file', picture, 'picture')
  return form
}
