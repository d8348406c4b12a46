/** jsdom lays nothing out; a list that shows only what is in sight needs a height to show anything. */
export function giveElementsASize(): void {
  jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900);
  jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(32);
  // What the list calls to follow the newest line; there is nothing to scroll.
  Element.prototype.scrollTo = () => {};
}
