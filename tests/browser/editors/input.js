/** A one-line field. */
export function mount(place) {
  const field = document.createElement("input");
  field.type = "text";
  field.dir = "auto";
  place.append(field);
  return { text: () => field.value, set: (text) => (field.value = text), unmount: () => field.remove() };
}
