package io.dreamcacher.cli.commands;

import io.dreamcacher.cli.terminal.ProgressLine;
import io.dreamcacher.diffusion.pipeline.BlendPipeline;
import io.dreamcacher.diffusion.pipeline.LatentInterpolation;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Walks from picture to picture. */
@Command(name = "dream", description = "Interpolate between prompts and seeds: an image for each step, as an animation.")
final class DreamCommand extends PipelineCommand {
    private static final int FASTEST = 50;

    @Parameters(arity = "1..*", paramLabel = "PROMPT", description = "A keyframe; one is enough with several seeds.")
    private List<String> prompts = List.of();

    @Option(names = "--frames", paramLabel = "N", defaultValue = "24", description = "Pictures on the way. Default: 24.")
    private int frames = 24;

    @Option(names = "--seed", paramLabel = "N,N", split = ",", defaultValue = "0", description = "One seed for all of it, or one for each prompt. Default: 0.")
    private List<Long> seeds = List.of();

    @Option(names = "--loop", description = "Go on from the last keyframe to the first, so that the animation has no seam.")
    private boolean loop;

    @Option(names = "--fps", paramLabel = "N", defaultValue = "10", description = "Frames a second of a GIF, 1 to 50. Default: 10.")
    private int framesPerSecond = 10;

    @Option(names = "-o", paramLabel = "FILE|DIR", defaultValue = "walk.gif", description = "A .gif, a .png with all frames on it, or a folder for one file each. Default: walk.gif.")
    private Path output = Path.of("walk.gif");

    @Mixin
    private SettingsFlags drawing = new SettingsFlags();

    /** The JSON object; flagged are the numbers of frames, from 1 on, that the safety checker objected to. */
    private record Printed(String model, List<Place> places, int frames, boolean loop, List<Integer> flagged,
            String path) {}

    /** A keyframe, as it was given. */
    private record Place(String prompt, long seed) {}

    DreamCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() {
        if (framesPerSecond < 1 || framesPerSecond > FASTEST) {
            throw DreamCacherException
                    .badRequest("--fps must be 1 to %d; %d was given.".formatted(FASTEST, framesPerSecond));
        }
        LatentInterpolation route = LatentInterpolation.through(prompts, seeds, frames, loop);
        ModelTools tools;
        List<Integer> flagged = new ArrayList<>();
        try (InterpolationOutput target = InterpolationOutput.to(output, framesPerSecond)) {
            tools = tools();
            interpolate(tools, route, target, flagged);
            target.finish();
        }
        if (flags.json()) {
            printJson(new Printed(tools.model(), places(route), frames, loop, flagged,
                    output.toString()));
        } else {
            places(route).forEach(place -> say("seed %d: %s", place.seed(), CutText.shortened(place.prompt())));
            if (!flagged.isEmpty()) {
                say("The model's safety checker objected to %d of the frames: %s.", flagged.size(), flagged);
            }
            say("%d frames: %s", frames, output);
        }
        return ExitCode.OK;
    }

    private static List<Place> places(LatentInterpolation route) {
        return route.keyframes().stream().map(frame -> new Place(frame.prompt().text(), frame.seed())).toList();
    }

    private void interpolate(ModelTools tools, LatentInterpolation route, InterpolationOutput target,
            List<Integer> flagged) {
        try (BlendPipeline pipeline = tools.blends(); ProgressLine line = new ProgressLine(context.terminal())) {
            line.show(0, frames, "frame 1 of %d".formatted(frames));
            pipeline.interpolate(route, drawing.over(pipeline.defaults()), (frame, drawn) -> {
                target.add(drawn.image());
                if (drawn.flagged()) {
                    flagged.add(frame + 1);
                }
                line.show(frame + 1, frames, "frame %d of %d".formatted(Math.min(frame + 2, frames), frames));
            });
        }
    }
}
