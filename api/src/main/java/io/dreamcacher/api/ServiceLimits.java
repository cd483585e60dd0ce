package io.dreamcacher.api;

import io.dreamcacher.failure.DreamCacherException;

/**
 * How much one request over HTTP may ask for; more is refused with a sentence before any work is done.
 *
 * @param promptCharacters longest prompt, and longest negative prompt, 1 or more
 * @param pixels most pixels of a picture, 1 or more
 * @param steps most denoising steps, 1 or more
 * @param count most pictures of one request, 1 or more
 * @param pixelSteps most pixels of all pictures of a request times their steps, 1 or more
 * @param uploadBytes largest body, a picture to search by included, 1 or more
 * @param sendSeconds time a client may take to send a header, and a body, 1 or more
 */
public record ServiceLimits(int promptCharacters, int pixels, int steps, int count, int pixelSteps, int uploadBytes,
        int sendSeconds) {

    /** 10,000 characters, one megapixel, 150 steps, 16 pictures, 16 pictures of 512x512 in 60 steps together, 16 MiB, 30 s. */
    public static final ServiceLimits USUAL = new ServiceLimits(10_000, 1024 * 1024, 150, 16,
            16 * 512 * 512 * 60, 16 * 1024 * 1024, 30);

    /** Refuses limits that would refuse everything. */
    public ServiceLimits {
        positive("prompt-characters", promptCharacters);
        positive("pixels", pixels);
        positive("steps", steps);
        positive("count", count);
        positive("pixel-steps", pixelSteps);
        positive("upload-bytes", uploadBytes);
        positive("send-seconds", sendSeconds);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw DreamCacherException
                    .badRequest("The limit %s must be 1 or more, but %d was given.".formatted(name, value));
        }
    }
}
