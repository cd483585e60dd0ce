package io.dreamcacher.diffusion.scheduler;

import java.util.stream.IntStream;

/** How timesteps are spread over those of training (Lin et al. 2023, table 2). */
enum TimestepSpacing {
    /** From the first to the last, both included. */
    LINSPACE,
    /** Multiples of a whole number, from 0 or the offset on. */
    LEADING,
    /** From the last on, downwards; for schedules that end without signal. */
    TRAILING;

    /** The timesteps, highest first; linspace gives fractions. */
    double[] timesteps(SchedulerConfig config, int steps) {
        int train = config.trainTimesteps();
        double offset = config.number("steps_offset", 0);
        int wholeRatio = train / steps;
        double ratio = (double) train / steps;
        return IntStream.range(0, steps).mapToDouble(i -> switch (this) {
            case LINSPACE -> steps == 1 ? 0 : (steps - 1 - i) * ((train - 1.0) / (steps - 1));
            case LEADING -> (double) (steps - 1 - i) * wholeRatio + offset;
            case TRAILING -> Math.rint(train - i * ratio) - 1;
        }).toArray();
    }

    /** As above, rounded, for algorithms that look timesteps up in a table. */
    int[] wholeTimesteps(SchedulerConfig config, int steps) {
        double[] timesteps = timesteps(config, steps);
        int[] whole = new int[steps];
        for (int i = 0; i < steps; i++) {
            whole[i] = (int) Math.rint(timesteps[i]);
            if (whole[i] < 0 || whole[i] >= config.trainTimesteps())
                throw config.invalid("steps_offset", "so small that %d steps end at timestep %d"
                        .formatted(steps, config.trainTimesteps() - 1));
        }
        return whole;
    }
}
