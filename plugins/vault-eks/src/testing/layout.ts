/** jsdom lays nothing out; a list that shows only what is in sight needs a height to show anything. */
export function giveElementsASize(): void {
  jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600);
  jest.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900);
  // What scrollToIndex calls in a browser.
  Element.prototype.scrollTo = () => {};
}
