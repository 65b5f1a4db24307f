import type { Geocoder } from './geocode';
import type { StorePlaces } from './places';

declare module '../../core/services' {
  interface Services {
    places: StorePlaces;
    /** Null: none is configured. */
    geocoder: Geocoder | null;
    /** Address of a map's tiles with {x} {y} {z}; '' for none. */
    mapTiles: string;
  }
}
