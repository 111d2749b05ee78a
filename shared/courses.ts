import * as z from 'zod'

/**
 * The courses there are; ids are part of stored keys. A course that ends stays in the list, or what
 * was stored for it could neither be read nor purged any more.
 */
export const COURSES = [{ id: 1, name: 'UPSC CSE' }] as const

/** A course's id, as a number. */
export const courseId = z.literal(COURSES.map(({ id }) => id))

/** `course_id` of a query: a course's id in digits, told as a number. */
export const courseIdText = z.enum(COURSES.map(({ id }) => String(id))).transform(Number)
