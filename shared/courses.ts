import * as z from 'zod/mini'

/**
 * The courses, by id: the documents' `CourseEnum`. A new course is a new line here. One that ends
 * stays, or what is stored under its id could neither be read nor purged any more.
 */
const courses = { 1: 'UPSC CSE' } as const

/** The ids of all courses, as numbers. */
export const courseIds: readonly number[] = Object.keys(courses).map(Number)

/** `course_id` as it stands in a query; answers the number. */
export const courseId = z.pipe(z.enum(Object.keys(courses)), z.transform(Number))

/** A course's id as it stands in JSON: a number. */
export const courseNumber = z.literal([...courseIds])
