using QRCoder;

namespace Tallydesk.People;

/// <summary>Keys of authenticator apps as people take them over: by a picture or by typing (RFC 6238).</summary>
public static class SecondFactorKeys
{
    /// <summary>How many recovery codes are made.</summary>
    public const int RecoveryCodes = 10;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int Characters = 32;

    /// <summary>Whether a text is a key: 32 base-32 characters, 160 bits.</summary>
    public static bool IsOne(string key) => key.Length == Characters && key.All(c => Alphabet.Contains(c));

    /// <summary>The bytes of a key (<see cref="IsOne"/>).</summary>
    public static byte[] BytesOf(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString(Alphabet.IndexOf(c), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    /// <summary>The key in groups of four, to be typed.</summary>
    public static string Typed(string key) => string.Join(' ', key.Chunk(4).Select(group => new string(group)));

    /// <summary>The address that the picture holds.</summary>
    public static string AddressOf(string key, string email) =>
        $"otpauth://totp/Tallydesk:{Uri.EscapeDataString(email)}?secret={key}&issuer=Tallydesk&digits=6&period=30";

    /// <summary>The picture as rows of dark and light modules.</summary>
    public static IReadOnlyList<System.Collections.BitArray> PictureOf(string key, string email)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(AddressOf(key, email), QRCodeGenerator.ECCLevel.M);
        return [.. code.ModuleMatrix.Select(row => new System.Collections.BitArray(row))];
    }
}
