/** The folder in the staged app that holds what the injection adds. */
export const OUR_FOLDER = ".megamode";
