/**
 * Calls `work` for each item, with at most `max` calls at once. Returns the results in the order of the items.
 * @throws the error of the first call that fails, once the calls that run have ended. No further call starts.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  max: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  // All workers take items from the same iterator.
  const rest = items.entries()
  const errors: unknown[] = []
  const worker = async () => {
    for (const [index, item] of rest) {
      if (errors.length > 0) return
      try {
        results[index] = await work(item)
      } catch (error) {
        errors.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: max }, worker))
  if (errors.length > 0) throw errors[0]
  return results
}
