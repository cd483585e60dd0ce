package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.EncodedPrompt;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures that turn into one another: a walk through prompts and seeds. Text states are mixed in a straight line, start
 * noise on the sphere, as in the walks of diffusers' community pipelines; every other setting is the call's.
 *
 * @param stations where the walk passes, 2 or more
 * @param frames how many pictures, evenly spaced, the first at the first station and the last at the last; 2 or more
 */
public record Walk(List<Station> stations, int frames) {
    /**
     * A picture of the walk that is given.
     *
     * @param prompt what it shows
     * @param seed of its noise
     */
    public record Station(Prompt prompt, long seed) {}

    /** Copies the list; refuses walks that lead nowhere. */
    public Walk {
        stations = List.copyOf(stations);
        if (stations.size() < 2 || frames < 2) {
            throw new IllegalArgumentException("A walk needs 2 stations and 2 frames at least; found %d and %d"
                    .formatted(stations.size(), frames));
        }
    }

    /**
     * The call for each frame, one picture each.
     *
     * @param pipeline encodes the stations' prompts
     * @param call for everything but prompt and start noise
     * @param options how prompts are read
     */
    public List<PipelineCall> calls(StableDiffusionPipeline pipeline, PipelineCall call, PromptOptions options) {
        List<EncodedPrompt> texts = new ArrayList<>();
        List<FloatTensor> noises = new ArrayList<>();
        for (Station station : stations) {
            Seeds seeds = Seeds.of(station.seed()).withNoise(call.seeds().noise());
            texts.add(pipeline.encode(station.prompt(), options, call.framing()));
            noises.add(new BatchNoise(seeds).start(pipeline.latentShape(1, call.framing().size())));
        }
        List<PipelineCall> calls = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            double position = frame * (stations.size() - 1.0) / (frames - 1);
            int from = Math.min((int) position, stations.size() - 2);
            double t = position - from;
            EncodedPrompt text = Interpolation.lerp(texts.get(from), texts.get(from + 1), t);
            FloatTensor noise = Interpolation.slerp(noises.get(from), noises.get(from + 1), t);
            calls.add(call.withPictures(new PromptInput.States(List.of(text)),
                    Seeds.of(stations.get(from).seed()).withNoise(call.seeds().noise()))
                    .withStart(new Start.Given(noise)));
        }
        return List.copyOf(calls);
    }
}
