package io.dreamcacher.diffusion.hub;

import java.nio.file.Path;

/**
 * A commit of a repository in the cache.
 *
 * @param name of the model, with the revision that was asked for
 * @param commit that the revision is here: 40 hexadecimal digits
 * @param path the folder that looks like the repository; the file if the name has one, or if the repository is a single
 *        checkpoint
 */
public record Snapshot(HubName name, String commit, Path path) {}
