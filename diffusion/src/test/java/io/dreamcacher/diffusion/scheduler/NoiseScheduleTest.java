package io.dreamcacher.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one noise schedule of every algorithm. */
class NoiseScheduleTest {
    private static final List<String> SPACINGS = List.of("\"timestep_spacing\": \"leading\"",
            "\"timestep_spacing\": \"trailing\"", "\"use_karras_sigmas\": true", "\"use_beta_sigmas\": true");

    /** A level has four names; alpha and lambda are made of sigma whatever the algorithm. */
    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void alphaAndLambda_everyLevel_areThoseOfSigma(SchedulerKind kind) {
        for (String spacing : SPACINGS) {
            Scheduler scheduler = scheduler(kind, spacing);
            NoiseSchedule schedule = scheduler.schedule();
            for (int i = 0; i <= schedule.size(); i++) {
                double sigma = schedule.sigma(i);
                assertThat(schedule.alpha(i)).as("%s %s %d", kind, spacing, i)
                        .isCloseTo(1 / (1 + sigma * sigma), within(1e-6));
                assertThat(schedule.lambda(i)).isEqualTo(-Math.log(sigma));
                assertThat(Math.hypot(schedule.alphaT(i), schedule.sigmaT(i))).isCloseTo(1, within(1e-12));
            }
        }
    }

    /** What the network predicts takes latents apart again into what they were mixed of, in both ways of mixing. */
    @ParameterizedTest
    @EnumSource(value = SchedulerKind.class, names = "EDM_EULER", mode = EnumSource.Mode.EXCLUDE)
    void original_ofMixedLatents_isWhatTheyWereMixedOf(SchedulerKind kind) {
        float[] picture = new TorchCpuGenerator(1).randn(16);
        float[] noise = new TorchCpuGenerator(2).randn(16);
        for (String prediction : List.of("epsilon", "v_prediction")) {
            NoiseSchedule schedule = scheduler(kind, "\"prediction_type\": \"%s\"".formatted(prediction)).schedule();
            for (int i = 0; i < schedule.size(); i++) {
                float[] mixed = schedule.addNoise(picture, noise, i);
                for (int k = 0; k < mixed.length; k++) {
                    double output = prediction.equals("epsilon")
                            ? noise[k]
                            : schedule.alphaT(i) * noise[k] - schedule.sigmaT(i) * picture[k];
                    assertThat(schedule.original(i, (float) output, mixed[k])).as("%s %s %d", kind, prediction, i)
                            .isCloseTo(picture[k], within(1e-4));
                }
            }
        }
    }

    /** Variance-exploding latents grow with their noise, the others keep their variance. */
    @ParameterizedTest
    @EnumSource(SchedulerKind.class)
    void scaleModelInput_noise_hasAboutVarianceOne(SchedulerKind kind) {
        NoiseSchedule schedule = scheduler(kind, "\"timestep_spacing\": \"leading\"").schedule();
        float[] start = new float[]{(float) schedule.initNoiseSigma()};
        if (schedule.preserving())
            assertThat(schedule.scaleModelInput(start, 0)).isSameAs(start).containsExactly(1);
        else
            assertThat((double) schedule.scaleModelInput(start, 0)[0]).isCloseTo(1, withinPercentage(1));
    }

    private static Scheduler scheduler(SchedulerKind kind, String keys) {
        return SchedulerConfig.parse("""
                {"_class_name": "%s", "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
                 "skip_prk_steps": true, "steps_offset": 1, %s}""".formatted(kind.className(), keys), "a test")
                .scheduler(12);
    }
}
