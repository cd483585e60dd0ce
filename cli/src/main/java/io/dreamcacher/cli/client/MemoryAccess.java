package io.dreamcacher.cli.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The memory as the commands see it: in this process, or behind the service that holds the data folder. */
public interface MemoryAccess extends AutoCloseable {
    /** Answers a request. */
    List<Drawn> generate(GenerateOrder order, StepListener listener);

    /** Finds pictures, nearest first. */
    List<FoundView> search(SearchOrder order);

    /** Remembered prompts for what was typed. */
    List<SuggestionView> suggest(String typed, int k);

    /** One remembered picture. */
    Optional<GenerationView> show(String id);

    /** Forgets a picture; {@code false} when there is none of this name. */
    boolean delete(String id);

    /** What the memory holds and did. */
    StatsView stats();

    /** Rebuilds the index; returns the pictures in it. */
    long reindex();

    /** Remembers prompts without pictures. */
    void rememberPrompts(List<String> prompts);

    /** Stops what is being generated. */
    void cancel();

    /** Where everything remembered lies. */
    Path dataFolder();

    @Override
    void close();
}
