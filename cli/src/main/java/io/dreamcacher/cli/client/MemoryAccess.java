package io.dreamcacher.cli.client;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.ImageHistory;
import io.dreamcacher.api.ImageImport;
import io.dreamcacher.api.PromptList;
import io.dreamcacher.api.Report;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults;
import io.dreamcacher.api.Stats;
import io.dreamcacher.api.Suggestions;
import io.dreamcacher.catalogue.ForgetTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The memory as the commands see it: in this process, or behind the service that holds the data folder. Both take and give
 * the same values; images are named by their paths at a service, and lie in the data folder.
 */
public interface MemoryAccess extends AutoCloseable {
    /**
     * Answers a request.
     *
     * @param listener told how that gets on
     */
    Answers answer(RequestPatch request, Consumer<RequestEvent> listener);

    /** Finds images. */
    SearchResults search(SearchRequest request);

    /** Remembered prompts for what was typed. */
    Suggestions suggest(String typed, int k);

    /** One remembered image. */
    Optional<RememberedImage> show(String id);

    /** Forgets an image; {@code false} when there is none of this name. */
    boolean delete(String id);

    /**
     * Says whether an image was what was wanted; {@code false} when there is none of this name.
     *
     * @param prompt that was asked for
     */
    boolean judge(String id, String prompt, boolean good);

    /**
     * Forgets for good.
     *
     * @param dryRun whether only to count
     */
    ForgottenExtent forget(ForgetTarget what, boolean dryRun);

    /** What the memory holds and did. */
    Stats stats();

    /**
     * What the memory was good for.
     *
     * @param price of an hour of generating; empty where none is known
     */
    Report report(OptionalDouble price);

    /** Which prompts an image answered from memory, and why; empty when there is none of this name. */
    Optional<ImageHistory> why(String id);

    /** Rebuilds the index; returns the images in it. */
    long reindex();

    /**
     * Reads every stored image and tells which are not what was remembered.
     *
     * @param setAside whether to move damaged and overwritten files out of the store
     * @param progress told how many images were read, now and then; a service does not tell
     */
    Checked check(boolean setAside, LongConsumer progress);

    /**
     * Remembered images, newest first.
     *
     * @param before what an earlier list gave as next; empty for the newest
     */
    GenerationList images(Optional<String> before, int limit);

    /** The bytes of a remembered image's file; empty where it is gone. */
    Optional<byte[]> image(String id);

    /**
     * Remembered prompts, with images and without.
     *
     * @param after what an earlier list gave as next; empty for the first
     */
    PromptList prompts(Optional<String> after, int limit);

    /** Remembers prompts without images. */
    void rememberPrompts(List<String> prompts);

    /** Has images from elsewhere remembered, at most some hundreds; what became of each, in order. */
    List<ImageImport.Imported> takeIn(List<ImageImport> images);

    /** Stops what is being generated. */
    void cancel();

    /** Where everything remembered lies. */
    Path dataFolder();

    /** Where a remembered image is, for people: the path of its file, or its address in a bucket. */
    default String place(String id) {
        return ImagePaths.place(dataFolder(), id);
    }

    @Override
    void close();
}
