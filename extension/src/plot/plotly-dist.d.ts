declare module 'plotly.js-cartesian-dist-min' {
  const Plotly: import('./plotly.js').Plotly;
  export default Plotly;
}
