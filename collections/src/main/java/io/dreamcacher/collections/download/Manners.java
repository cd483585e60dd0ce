package io.dreamcacher.collections.download;

/**
 * What is asked of others before their pictures are taken.
 *
 * @param robots whether robots.txt is obeyed (RFC 9309)
 * @param optOuts whether pictures are left whose answer says noai, noimageai, noindex or noimageindex (X-Robots-Tag)
 * @param nearHosts whether names may lead to addresses of this machine or its network
 */
public record Manners(boolean robots, boolean optOuts, boolean nearHosts) {
    /** The product token that robots.txt and X-Robots-Tag know this program by. */
    public static final String AGENT = "dreamcacher";

    /** Obeys all. */
    public static final Manners USUAL = new Manners(true, true, false);
}
