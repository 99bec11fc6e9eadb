using System.Security.Cryptography;

namespace Tallydesk.Hosting;

/// <summary>Names what this process was built from, programs and the pages' files, so that open pages notice an upgrade.</summary>
internal sealed class BuildId
{
    private const int Length = 16;

    /// <summary>The same for every process of one build.</summary>
    public string Id { get; } = Read();

    private static string Read()
    {
        var files = Path.Combine(
            AppContext.BaseDirectory,
            $"{typeof(BuildId).Assembly.GetName().Name}.staticwebassets.endpoints.json"
        );
        byte[] built =
        [
            .. typeof(BuildId).Assembly.ManifestModule.ModuleVersionId.ToByteArray(),
            .. File.Exists(files) ? File.ReadAllBytes(files) : [],
        ];
        return Convert.ToHexStringLower(SHA256.HashData(built))[..Length];
    }
}
