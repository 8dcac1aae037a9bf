/** Where the map is shown. */
declare namespace Maps {
  function show(at: Place): void;
  interface Place {
    latitude: number;
  }
  let zoom: number;
}

declare class Marker implements Maps.Place {
  latitude: number;
  private handle;
  static from(place: Maps.Place): Marker;
}

interface Window {
  maps: typeof Maps;
}

declare var maps: typeof Maps & { ready: boolean };

export = Maps;
export as namespace Maps;
