using System.Collections.Immutable;
using System.Text.RegularExpressions;
using static Tallydesk.Policy.FieldChecks;

namespace Tallydesk.Policy;

/// <summary>Whether a policy makes sense: ranges, forms, unique names, orders. The ranges stand at the types.</summary>
internal static partial class PolicyChecks
{
    private const int MaxCredits = 1_000_000;
    private const decimal MaxMoney = 1_000_000;

    /// <summary>The first field that is wrong; null when the policy is valid.</summary>
    internal static DocumentFault? FirstFault(SupportPolicy policy) =>
        Faults(policy).FirstOrDefault(f => f is not null);

    private static IEnumerable<DocumentFault?> Faults(SupportPolicy policy) =>
        [
            Must("version", VersionForm().IsMatch(policy.Version), "have 1 to 40 characters of A-Z a-z 0-9 . _ -"),
            Count("editions", policy.Editions, 1, 100),
            Distinct("editions", policy.Editions, edition => edition.Name),
            .. policy.Editions.SelectMany((edition, i) => OfEdition($"editions[{i}]", edition)),
            .. OfPrices(policy.Prices),
            Range("care.answerWithinWorkingHours", policy.Care.AnswerWithinWorkingHours, 1, 1_000),
            Range("care.minorModificationsPerMonth", policy.Care.MinorModificationsPerMonth, 0, 1_000),
            .. OfCalendar(policy.Calendar),
            Count("releases", policy.Releases, 1, 10_000),
            .. policy.Releases.Select((_, i) => OfRelease(policy.Releases, i)),
            Range("reopenDays", policy.ReopenDays, 0, 3_660),
            Range("closeSolvedAfterDays", policy.CloseSolvedAfterDays, 1, 3_660),
            Count("lowBalance", policy.LowBalance, 0, 10),
            Distinct("lowBalance", policy.LowBalance, threshold => threshold),
            .. policy.LowBalance.Select((threshold, i) => Range($"lowBalance[{i}]", threshold, 1, MaxCredits)),
            Count("desks", policy.Desks, 1, 100),
            Distinct("desks", policy.Desks, desk => desk),
            .. policy.Desks.Select(
                (desk, i) => Must($"desks[{i}]", DeskForm().IsMatch(desk), "have 1 to 32 characters of a-z 0-9 -")
            ),
            Count("services", policy.Services, 0, 100),
            Distinct("services", policy.Services, service => service.Name),
            .. policy.Services.SelectMany((service, i) => OfService($"services[{i}]", service)),
            Count("helpLinks", policy.HelpLinks, 0, 100),
            Distinct("helpLinks", policy.HelpLinks, link => link.Title),
            .. policy.HelpLinks.SelectMany((link, i) => OfLink($"helpLinks[{i}]", link)),
            .. OfTexts(policy.Texts),
        ];

    private static IEnumerable<DocumentFault?> OfEdition(string path, Edition edition) =>
        [
            Length($"{path}.name", edition.Name, 100),
            .. OfPlan($"{path}.first", edition.First),
            .. OfPlan($"{path}.additional", edition.Additional),
            .. OfPlan($"{path}.storefront", edition.Storefront),
        ];

    private static IEnumerable<DocumentFault?> OfPlan(string path, Plan? plan) =>
        plan is null
            ? []
            :
            [
                ExactlyOne(path, "credits, periodDays and careYears", plan.Credits, plan.PeriodDays, plan.CareYears),
                Range($"{path}.credits", plan.Credits, 1, MaxCredits),
                Range($"{path}.periodDays", plan.PeriodDays, 1, 3_660),
                Range($"{path}.careYears", plan.CareYears, 1, 10),
            ];

    private static IEnumerable<DocumentFault?> OfPrices(PriceList prices) =>
        [
            Range("prices.question", prices.Question, 1, MaxCredits),
            Range("prices.configuration", prices.Configuration, 1, MaxCredits),
            Range("prices.complexModificationFrom", prices.ComplexModificationFrom, 1, MaxCredits),
            Range("prices.investigation", prices.Investigation, 1, MaxCredits),
            Range("prices.upgrade.base", prices.Upgrade.Base, 1, MaxCredits),
            Range("prices.upgrade.includedReleases", prices.Upgrade.IncludedReleases, 0, 1_000),
            Range("prices.upgrade.perFurtherRelease", prices.Upgrade.PerFurtherRelease, 0, MaxCredits),
        ];

    private static IEnumerable<DocumentFault?> OfCalendar(WorkingCalendar calendar) =>
        [
            Must("calendar.utcOffset", calendar.UtcOffset.Duration() <= TimeSpan.FromHours(14), "be at most 14:00"),
            Must("calendar.close", calendar.Open < calendar.Close, "be later than calendar.open"),
            Count("calendar.days", calendar.Days, 1, 7),
            Distinct("calendar.days", calendar.Days, day => day),
            Count("calendar.holidays", calendar.Holidays, 0, 3_660),
            Distinct("calendar.holidays", calendar.Holidays, date => date),
            Count("calendar.extraWorkingDays", calendar.ExtraWorkingDays, 0, 3_660),
            Distinct("calendar.extraWorkingDays", calendar.ExtraWorkingDays, date => date),
        ];

    private static DocumentFault? OfRelease(ImmutableArray<string> releases, int index)
    {
        var path = $"releases[{index}]";
        if (!Release.TryParse(releases[index], out var release))
        {
            return Must(path, holds: false, "be a release such as 4.3.9 or 4.3.9.SP2");
        }

        return index > 0 && Release.TryParse(releases[index - 1], out var before) && release <= before
            ? Must(path, holds: false, $"be later than the release before it, {before}")
            : null;
    }

    private static IEnumerable<DocumentFault?> OfService(string path, OfferedService service) =>
        [
            Length($"{path}.name", service.Name, 100),
            Must(
                $"{path}.price",
                service.Price is > 0 and <= MaxMoney && decimal.Round(service.Price, 2) == service.Price,
                $"be more than 0 and at most {MaxMoney}, with at most two decimals"
            ),
            Must($"{path}.currency", Currencies.Contains(service.Currency), "be an ISO 4217 code such as USD"),
            WebAddress($"{path}.buyUrl", service.BuyUrl),
            ExactlyOne(
                path,
                "credits, careYears, periodDays and upgradeYears",
                service.Credits,
                service.CareYears,
                service.PeriodDays,
                service.UpgradeYears
            ),
            Range($"{path}.credits", service.Credits, 1, MaxCredits),
            Range($"{path}.careYears", service.CareYears, 1, 10),
            Range($"{path}.periodDays", service.PeriodDays, 1, 3_660),
            Range($"{path}.upgradeYears", service.UpgradeYears, 1, 10),
        ];

    private static IEnumerable<DocumentFault?> OfLink(string path, HelpLink link) =>
        [
            Length($"{path}.title", link.Title, 200),
            WebAddress($"{path}.url", link.Url),
            link.Note is null ? null : Length($"{path}.note", link.Note, 500),
        ];

    private static IEnumerable<DocumentFault?> OfTexts(PolicyTexts texts) =>
        [
            Count("texts.supportDoes", texts.SupportDoes, 1, 50),
            .. texts.SupportDoes.Select((text, i) => Length($"texts.supportDoes[{i}]", text, 2_000)),
            Count("texts.supportDoesNot", texts.SupportDoesNot, 1, 50),
            .. texts.SupportDoesNot.Select((text, i) => Length($"texts.supportDoesNot[{i}]", text, 2_000)),
            Length("texts.customDevelopment", texts.CustomDevelopment, 2_000),
            Length("texts.noGuarantee", texts.NoGuarantee, 2_000),
            Length("texts.writtenEnglish", texts.WrittenEnglish, 2_000),
            Length("texts.helpDeskOnly", texts.HelpDeskOnly, 2_000),
            Length("texts.withoutLicense", texts.WithoutLicense, 2_000),
            Length("texts.upgradeTerms", texts.UpgradeTerms, 2_000),
            texts.OtherServices is null ? null : Length("texts.otherServices", texts.OtherServices, 2_000),
        ];

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,40}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex VersionForm();

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DeskForm();
}
