/** Folder of our own in the staged app. Holds what the injection adds. */
export const OUR_FOLDER = ".megamode";
