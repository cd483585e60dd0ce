package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Safety;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A model's pipelines, one for each precision it was asked for. The networks of one of them are in memory at a time;
 * images are made one after the other. Thread-safe; owns the pipelines.
 */
final class PrecisionPipelines implements AutoCloseable {
    private final ModelRepository repository;
    private final PipelineOptions options;
    private final StableDiffusionPipeline usual;
    private final Map<Precision, StableDiffusionPipeline> pipelines = new EnumMap<>(Precision.class);
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<StableDiffusionPipeline> last = Optional.empty();

    /** Opens the pipeline of the options' own precision; no network is loaded. */
    PrecisionPipelines(ModelRepository repository, PipelineOptions options) {
        this.repository = repository;
        this.options = options;
        require(options.sessions().precision());
        usual = StableDiffusionPipeline.open(repository, options);
        pipelines.put(options.sessions().precision(), usual);
    }

    /** Refuses a precision in which the model cannot be computed. */
    void require(Precision precision) {
        if (precision != Precision.EXACT && repository.network("unet").isFixed()) {
            throw DreamCacherException.badRequest(
                    "Exported ONNX networks compute as they were exported; %s was to be computed with the precision %s. Leave it out, or take the model's safetensors."
                            .formatted(repository.path().getFileName(), precision.shortName()));
        }
    }

    /** Refuses a safety mode that needs a checker the model does not have. */
    void require(Safety safety) {
        usual.require(safety);
    }

    /** Does something with a pipeline, after whoever is at work now. */
    <T> T use(Precision precision, Function<StableDiffusionPipeline, T> work) {
        turn.lock();
        try {
            StableDiffusionPipeline pipeline = pipelines.computeIfAbsent(precision,
                    other -> StableDiffusionPipeline.open(repository,
                            options.withSessions(options.sessions().withPrecision(other))));
            last.filter(one -> one != pipeline).ifPresent(StableDiffusionPipeline::rest);
            last = Optional.of(pipeline);
            return work.apply(pipeline);
        } finally {
            turn.unlock();
        }
    }

    /** Frees the networks, after whoever is at work now; they are loaded again when they are needed. */
    void rest() {
        turn.lock();
        try {
            pipelines.values().forEach(StableDiffusionPipeline::rest);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            pipelines.values().forEach(StableDiffusionPipeline::close);
        } finally {
            turn.unlock();
        }
    }
}
