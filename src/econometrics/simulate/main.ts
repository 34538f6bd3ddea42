export { autoregressive, panelSeries, type Series, type SeriesSpec } from "./panelSeries.js";
export {
  noEffects,
  type PilotZonesOptions,
  type PilotZonesPanel,
  type PilotZonesWorld,
  type PlantedEffects,
  paperEffects,
  simulatePilotZones,
} from "./pilotZones.js";
export { type IndicatorSpec, pilotZonesControls, pilotZonesIndicators, pilotZonesMediators } from "./pilotZonesSeries.js";
export { type PlantedIndexEffects, plantedIndexEffects } from "./plantedIndexEffects.js";
