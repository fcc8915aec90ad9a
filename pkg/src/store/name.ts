/** The database, the witness and the channel all have this name. */
export const NAME = "passerelle";
