package io.dreamcacher.diffusion.hub;

/** Is told how far a download is, on the thread that downloads, after every megabyte or so. */
public interface PullListener {
    /** Hears nothing. */
    PullListener NONE = progress -> {};

    /** Called as bytes arrive. */
    void progress(Progress progress);

    /**
     * How far a download is.
     *
     * @param file that is being downloaded, by its path in the repository
     * @param done bytes of all files that are here, earlier ones included
     * @param total bytes of all files that are wanted
     */
    record Progress(String file, long done, long total) {}
}
