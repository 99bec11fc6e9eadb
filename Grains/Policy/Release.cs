using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Tallydesk.Policy;

/// <summary>
/// A release's number, ordered part by part as whole numbers, so that 4.3.10 is later than 4.3.9 and a service pack later
/// than its release (Policy C3).
/// </summary>
/// <param name="Major">The first part.</param>
/// <param name="Minor">The second part.</param>
/// <param name="Patch">The third part.</param>
/// <param name="ServicePack">The service pack's number; 0 for the release itself.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct Release(int Major, int Minor, int Patch, int ServicePack) : IComparable<Release>
{
    /// <summary>Reads <c>4.3.9</c> or <c>4.3.9.SP2</c>; each part has at most four digits.</summary>
    internal static bool TryParse(string? text, out Release release)
    {
        release = default;
        if (Form().Match(text ?? "") is not { Success: true } match)
        {
            return false;
        }

        int Part(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan) : 0;
        release = new(Part("major"), Part("minor"), Part("patch"), Part("pack"));
        return true;
    }

    /// <summary>Whether the release is a service pack, which no upgrade price counts (Policy C2).</summary>
    internal bool IsServicePack => ServicePack > 0;

    /// <summary>Whether both belong to the same minor version, such as 4.3.</summary>
    internal bool IsOfSameMinor(Release other) => (Major, Minor) == (other.Major, other.Minor);

    /// <inheritdoc/>
    public int CompareTo(Release other) =>
        (Major, Minor, Patch, ServicePack).CompareTo((other.Major, other.Minor, other.Patch, other.ServicePack));

    /// <summary>Whether one release came before another.</summary>
    public static bool operator <(Release left, Release right) => left.CompareTo(right) < 0;

    /// <summary>Whether one release came after another.</summary>
    public static bool operator >(Release left, Release right) => left.CompareTo(right) > 0;

    /// <summary>Whether one release came before another or is the same.</summary>
    public static bool operator <=(Release left, Release right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one release came after another or is the same.</summary>
    public static bool operator >=(Release left, Release right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}{(IsServicePack ? $".SP{ServicePack}" : "")}";

    [GeneratedRegex(
        @"\A(?<major>[0-9]{1,4})\.(?<minor>[0-9]{1,4})\.(?<patch>[0-9]{1,4})(\.SP(?<pack>[1-9][0-9]{0,3}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();
}
