import * as z from 'zod'

/** The courses, by id: the documents' `CourseEnum`. A new course is a new line here. */
export const courses = { 1: 'UPSC CSE' } as const

/** `course_id` as it stands in a query; answers the number. */
export const courseId = z.enum(Object.keys(courses)).transform(Number)
