import * as z from 'zod/mini'

/**
 * The courses by id: `CourseEnum` of the V1 document (the specification of the V1 routes). Add a new
 * course here. Do not remove a course: its stored stats could no longer be read or purged.
 */
const courses = { 1: 'UPSC CSE' } as const

/** The ids of all courses. */
export const courseIds: readonly number[] = Object.keys(courses).map(Number)

/** Schema of `course_id` in a query string. It converts the text to a number. */
export const courseIdInQuery = z.pipe(
  z.enum(Object.keys(courses), `Must be an integer, one of: ${describeCourses()}`),
  z.transform(Number),
)

/** Lists the courses, e.g. `1 (UPSC CSE)`. */
function describeCourses(): string {
  return Object.entries(courses)
    .map(([id, name]) => `${id} (${name})`)
    .join(', ')
}

/** Schema of `course_id` in JSON. */
export const courseIdInJson = z.literal([...courseIds])
