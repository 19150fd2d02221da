/** The mark and the word, black on white, as SVG: an arch with one person in the opening, and the name in strokes of one width. */
export const wordmark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 176 40" fill="none">
<rect width="40" height="40" rx="9" fill="#000"/>
<rect x="2.75" y="2.75" width="34.5" height="34.5" rx="6.5" stroke="#fff" stroke-opacity=".45"/>
<path d="M12.5 30.5V19a7.5 7.5 0 0 1 15 0v11.5" stroke="#fff" stroke-width="4.4"/>
<circle cx="20" cy="24.5" r="3" fill="#fff"/>
<g transform="translate(56 8) scale(.73)" stroke="#000" stroke-width="4.2">
<path d="M4 9v29"/><circle cx="13" cy="19" r="9"/><circle cx="37.5" cy="19" r="9"/>
<path d="M54.5 9v21M54.5 19.5c0-5.5 3.5-9 9-8.5"/><path d="M71.5 3v19.5c0 3.7 2 5.5 5.5 5.5h1.5M66 11h12"/>
<path d="m82 9.5 8 18 8-18" stroke-linejoin="bevel"/><circle cx="112" cy="19" r="9"/><path d="M121 8v22"/>
<path d="M130 1v29M143.5 9.2 131 20.5M135.5 16.5l9 13.5"/><path d="M152.5 3v19.5c0 3.7 2 5.5 5.5 5.5h1.5M147 11h12.5"/>
</g></svg>`;
