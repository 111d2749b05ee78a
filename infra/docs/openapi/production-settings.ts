import { type NumberSetting, numberVariables } from '../../../shared/config.ts'
import { stageNamed } from '../../stages/stages.ts'

/** The limits that the document quotes: those of the stage `prod`. */
export function productionSettings(): Readonly<Record<NumberSetting, number>> {
  const { settings } = stageNamed('prod')
  const names = Object.keys(numberVariables) as NumberSetting[]
  const numbers = names.map((name) => [name, Number(settings[name])])
  return Object.fromEntries(numbers)
}
