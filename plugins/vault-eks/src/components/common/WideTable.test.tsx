import { fireEvent, render, screen } from '@testing-library/react';
import { WideTable } from './WideTable';

describe('a table that may be too wide', () => {
  afterEach(() => jest.restoreAllMocks());

  const isShaded = () => {
    const region = screen.getByRole('region', { name: 'Pods' });
    const { className = '' } = region.parentElement ?? {};
    return { left: /left/.test(className), right: /right/.test(className) };
  };
  const show = (width: number) => {
    jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400);
    jest.spyOn(Element.prototype, 'scrollWidth', 'get').mockReturnValue(width);
    render(<WideTable label="Pods">a table</WideTable>);
  };

  it('says at which edge there is more', () => {
    show(1_000);
    expect(isShaded()).toEqual({ left: false, right: true });
    const region = screen.getByRole('region');
    fireEvent.scroll(region, { target: { scrollLeft: 200 } });
    expect(isShaded()).toEqual({ left: true, right: true });
    fireEvent.scroll(region, { target: { scrollLeft: 600 } });
    expect(isShaded()).toEqual({ left: true, right: false });
  });

  it('says nothing where all of it has room', () => {
    show(400);
    expect(isShaded()).toEqual({ left: false, right: false });
  });
});
