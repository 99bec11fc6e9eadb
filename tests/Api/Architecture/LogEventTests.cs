using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Tallydesk.Hosting;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Architecture;

/// <summary>The ids of log events, as the README's table says them.</summary>
public sealed partial class LogEventTests
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly List<Event> Events =
    [
        .. from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Tallydesk.*.dll")
        where !file.Contains("Tests", StringComparison.Ordinal)
        from type in Assembly.LoadFrom(file).GetTypes()
        from method in type.GetMethods(Any | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select new Event($"{type.Name}.{method.Name}", type.Namespace!, message.EventId),
    ];

    private static readonly List<Range> Ranges =
    [
        .. RowForm()
            .Matches(File.ReadAllText(Path.Combine(Checkout.Root, "README.md")))
            .Select(row => new Range(
                int.Parse(row.Groups["first"].Value, CultureInfo.InvariantCulture),
                int.Parse(row.Groups["last"].Value, CultureInfo.InvariantCulture),
                [.. row.Groups["namespace"].Captures.Select(name => name.Value)]
            )),
    ];

    [Fact]
    public void Every_log_event_has_an_id_within_the_range_of_its_feature()
    {
        var outside = Events.Where(e => !Ranges.Any(range => range.Holds(e)));

        Assert.Equal([], outside.Select(e => $"{e.Name} {e.Id}"));
        Assert.Contains(Events, e => e.Namespace == typeof(RefusalLog).Namespace);
    }

    [Fact]
    public void No_two_log_events_have_one_id() =>
        Assert.Equal([], Events.GroupBy(e => e.Id).Where(same => same.Count() > 1).SelectMany(e => e));

    [Fact]
    public void No_two_features_share_a_range() =>
        Assert.Equal(
            [],
            Ranges
                .OrderBy(range => range.First)
                .Zip(Ranges.OrderBy(range => range.First).Skip(1))
                .Where(pair => pair.First.Last >= pair.Second.First)
        );

    [GeneratedRegex(
        @"^\| (?<first>\d+)–(?<last>\d+) \| [^|]+ \| `(?<namespace>[\w.]+)`(, `(?<namespace>[\w.]+)`)* \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 60_000
    )]
    private static partial Regex RowForm();

    private sealed record Event(string Name, string Namespace, int Id);

    private sealed record Range(int First, int Last, string[] Namespaces)
    {
        public bool Holds(Event e) => Namespaces.Contains(e.Namespace) && First <= e.Id && e.Id <= Last;
    }
}
