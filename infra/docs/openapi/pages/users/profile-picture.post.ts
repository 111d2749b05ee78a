import { route } from '../../../../../functions/users/profile-picture.post.ts'
import { describeRoute } from '../../route-page.ts'

export const page = describeRoute(route, {
  operationId: 'uploadProfilePicture',
  tag: 'Profile',
  description:
    'Upload a profile picture for the authenticated user: JPEG, PNG or WEBP by content, whatever its name or type say, ' +
    'of at most 4 MiB. It is turned upright, fitted into 1024 × 1024 pixels without being enlarged or cropped, stripped ' +
    'of all metadata, and replaces the earlier one. What is larger than 4.5 MB never reaches the route: API Gateway ' +
    'answers 413 by itself, without an envelope.',
  response: { filename: 'profile_507f1f77.jpg', width: 400, height: 400, aspect_ratio: '1:1' },
})
