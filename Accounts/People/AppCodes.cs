using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.People;

/// <summary>The codes that an authenticator app shows for a key: six digits, another each 30 seconds (RFC 6238).</summary>
internal static class AppCodes
{
    private const int Seconds = 30;

    // Clocks of telephones are close; the code before and the one after now allow for typing and for a minute between them.
    private const int Window = 1;

    /// <summary>The step of a code, when it is one of the steps around now that come after the last one taken; else null.</summary>
    /// <param name="key">The key in base 32.</param>
    /// <param name="code">Six digits.</param>
    /// <param name="last">The last step that was taken; null for none.</param>
    /// <param name="now">The present.</param>
    public static long? StepOf(string key, string code, long? last, DateTimeOffset now)
    {
        var step = now.ToUnixTimeSeconds() / Seconds;
        var sent = Encoding.ASCII.GetBytes(code);
        var bytes = SecondFactorKeys.BytesOf(key);
        for (var each = step - Window; each <= step + Window; each++)
        {
            if (
                !(each <= last)
                && CryptographicOperations.FixedTimeEquals(sent, Encoding.ASCII.GetBytes(At(bytes, each)))
            )
            {
                return each;
            }
        }

        return null;
    }

    private static string At(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm that apps use; as a keyed hash it is not weak.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fff_ffff;
        return $"{number % 1_000_000:000000}";
    }
}
