// The map of places: wards from our own boundaries, no tiles from anywhere. It takes the place of the drawing that the
// server made; the lists below it say the same, and stay.

const box = document.querySelector("[data-map]");

function words(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}

function reachable(layer, role, label, open) {
  const element = layer.getElement();
  if (!element) return;
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", role);
  element.setAttribute("aria-label", label);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
}

function goTo(id) {
  const row = document.getElementById(id);
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  row.setAttribute("tabindex", "-1");
  row.focus({ preventScroll: true });
}

async function draw() {
  const L = window.L;
  if (!box || !L) return;
  const answer = await fetch(box.dataset.map, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const data = await answer.json();
  if (data.wards.features.length === 0) return;
  box.replaceChildren();
  box.classList.add("concord-map");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { attributionControl: false, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still, zoomSnap: 0.25 });
  const wards = L.geoJSON(data.wards, {
    style: (ward) => ({ className: `concord-ward concord-ward--${ward.properties.shade}`, weight: 1, fillOpacity: 1, color: "#50605c" }),
    onEachFeature: (ward, layer) => {
      layer.bindTooltip(words(ward.properties.says), { sticky: true });
      layer.on("click", () => goTo(ward.properties.row));
    },
  }).addTo(map);
  for (const { properties } of data.wards.features) {
    const [lon, lat] = properties.middle;
    const icon = L.divIcon({ className: `concord-ward__label concord-ward__label--${properties.shade}`, html: words(properties.number), iconSize: [64, 20] });
    L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map);
  }
  map.fitBounds(wards.getBounds(), { padding: [8, 8] });
  wards.eachLayer((layer) => {
    const { says, row } = layer.feature.properties;
    reachable(layer, "link", says, () => goTo(row));
  });
  const places = L.geoJSON(data.places, {
    pointToLayer: (place, at) => L.circleMarker(at, { className: "concord-spot", radius: 10, weight: 3, fillOpacity: 1 }),
    onEachFeature: (place, layer) => {
      layer.bindTooltip(words(place.properties.name));
      layer.on("click", () => window.location.assign(place.properties.url));
    },
  }).addTo(map);
  places.eachLayer((layer) => {
    const { name, url } = layer.feature.properties;
    reachable(layer, "link", name, () => window.location.assign(url));
  });
}

draw();
