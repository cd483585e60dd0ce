package io.dreamcacher.files.secrets;

import io.dreamcacher.failure.DreamCacherException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key of Fernet: 16 bytes that sign and 16 that encrypt. Immutable. */
final class FernetKey {
    static final int BYTES = 32;
    private static final int HALF = BYTES / 2;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}=");
    private static final String SIGNATURE = "HmacSHA256";
    private static final String CIPHER = "AES/CBC/PKCS5Padding"; // with AES's blocks of 16 bytes that is PKCS 7

    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    private FernetKey(byte[] bytes) {
        this.signing = new SecretKeySpec(bytes, 0, HALF, SIGNATURE);
        this.encryption = new SecretKeySpec(bytes, HALF, HALF, "AES");
    }

    /**
     * The key that a text spells.
     *
     * @param source where the text is from, for the message, which has nothing of the text but its length
     * @throws DreamCacherException {@code BAD_REQUEST} if it is no key
     */
    static FernetKey of(String text, String source) {
        String digits = text.strip();
        if (!FORM.matcher(digits).matches()) {
            throw DreamCacherException.badRequest(
                    "A Fernet key must be 32 bytes in URL-safe Base64, which is 44 characters with the = at the end, but %s has %,d characters%s; make one with `dreamcacher secrets key`."
                            .formatted(source, digits.length(), digits.length() == 44 ? " and some are others" : ""));
        }
        return new FernetKey(Base64.getUrlDecoder().decode(digits));
    }

    byte[] signature(byte[] bytes, int length) {
        try {
            Mac mac = Mac.getInstance(SIGNATURE);
            mac.init(signing);
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has " + SIGNATURE, e);
        }
    }

    Cipher cipher(int mode, byte[] initialisation) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, encryption, new IvParameterSpec(initialisation));
            return cipher;
        } catch (NoSuchAlgorithmException | NoSuchPaddingException | InvalidKeyException
                | InvalidAlgorithmParameterException e) {
            throw new AssertionError("every Java platform has " + CIPHER, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FernetKey key && Arrays.equals(signing.getEncoded(), key.signing.getEncoded())
                && Arrays.equals(encryption.getEncoded(), key.encryption.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signing.getEncoded());
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "FernetKey[…]";
    }
}
