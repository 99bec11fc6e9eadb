using CsCheck;
using Tallydesk.Amounts;
using Tallydesk.Evaluations;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Tests.Policy;
using Xunit;
using static Tallydesk.Tests.Policy.Business;

namespace Tallydesk.Tests.Evaluations;

public sealed class EvaluationProperties
{
    private static readonly string[] Unlisted = ["4.2.1", "4.2.4", "4.2.9", "4.1.3", "4.3.11", "4.18.4", "5.0.1"];
    private static readonly int[] Ends = [0, 30, 45, 90, 365, 366];
    private static readonly NaiveSupport Model = new(Business.Policy);

    [Fact]
    public void B1_C1_C2_D2_E2_E4_What_comes_out_agrees_with_a_model_written_a_second_time() =>
        Cases.Sample(
            asked => Summary(EvaluationRules.Evaluate(Business.Policy, asked)) == Model.Evaluate(asked),
            iter: 50_000
        );

    /// <summary>Cases of all kinds, refused ones too.</summary>
    internal static Gen<EvaluationCase> Cases { get; } =
        Gen.Select(
            Gen.Select(Editions, Gen.Enum<LicenseKind>(), Gen.Int[0, 60 * 24 * 60], Gen.Int[0, 3]),
            Gen.Select(Moments, Gen.Enum<Category>(), Gen.Int[0, 5], Moments),
            Gen.Select(Gen.Bool, Gen.Int[0, 8], Gen.Frequency((2, Gen.Const((long?)null)), (1, Credits)), Paths),
            Gen.Select(Gen.Frequency((1, Gen.Const((long?)null)), (2, Credits)), Gen.Bool, Gen.Int[0, 2], Credits),
            (license, ticket, work, money) =>
            {
                var boughtAt = At("2026-02-25 00:00").AddMinutes(license.Item3);
                var isDay = license.Item4 == 0;
                var askedAt = boughtAt + ticket.Item1;
                return new EvaluationCase(license.Item1, license.Item2, askedAt, ticket.Item2)
                {
                    PurchasedAt = isDay ? null : boughtAt.ToUniversalTime(),
                    PurchasedOn = isDay ? DateOnly.FromDateTime(boughtAt.DateTime) : null,
                    RevokedAt = ticket.Item3 switch
                    {
                        0 => askedAt,
                        1 => boughtAt + ticket.Item4,
                        _ => null,
                    },
                    MinorModification = work.Item1,
                    VipQuotaUsed = work.Item2,
                    Credits = work.Item3.Credits(),
                    Upgrade = work.Item4,
                    PreAgreedUpTo = money.Item1.Credits(),
                    Acknowledged = money.Item2,
                    UpgradeSubscription = money.Item3 switch
                    {
                        0 => UpgradeSubscription.Lifetime,
                        1 => UpgradeSubscription.ActiveUntil(askedAt.AddTicks(money.Item2 ? 1 : 0)),
                        _ => UpgradeSubscription.None,
                    },
                    AcceptedAt = money.Item3 == 0 ? boughtAt + ticket.Item4 : null,
                    Balance = new(money.Item4 ?? 0),
                };
            }
        );

    private static Gen<string> Editions =>
        Gen.Int[0, 8]
            .Select(index =>
                index < 5 ? Business.Policy.Editions[index].Name
                : index == 5 ? "Nova"
                : "Multi-Vendor Ultimate"
            );

    /// <summary>Time after a purchase: anything up to a year and a month, often exactly at an end or just before.</summary>
    private static Gen<TimeSpan> Moments =>
        Gen.Frequency(
            (2, Gen.Int[0, 395 * 24 * 60].Select(minutes => TimeSpan.FromMinutes(minutes))),
            (
                1,
                Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2])
                    .Select((end, ticks) => TimeSpan.FromDays(Ends[end]).Add(new(ticks - 1)))
            )
        );

    private static Gen<long?> Credits => Gen.Int[0, 60].Select(credits => (long?)credits);

    private static Gen<UpgradePath?> Paths =>
        Gen.Frequency(
            (1, Gen.Const((UpgradePath?)null)),
            (5, Gen.Select(Releases, Releases).Select((from, to) => (UpgradePath?)new UpgradePath(from, to)))
        );

    private static Gen<string> Releases =>
        Gen.Frequency(
            (4, Gen.Int[0, Business.Policy.Releases.Length - 1].Select(index => Business.Policy.Releases[index])),
            (2, Gen.Int[1, 5].Select(back => Business.Policy.Releases[^back])),
            (1, Gen.Int[0, Unlisted.Length - 1].Select(index => Unlisted[index]))
        );

    private static string Summary(Evaluation evaluation) =>
        evaluation.Refusal is { } refusal
            ? refusal.Code.ToString()
            : $"{evaluation.Coverage} {evaluation.Price} {evaluation.Outcome} {AskedBy(evaluation)} {evaluation.Missing} "
                + $"{evaluation.CoveredUntil:u} {evaluation.Deadline:u}";

    private static string AskedBy(Evaluation evaluation) =>
        (evaluation.ConsentNeeded, evaluation.AcknowledgementNeeded) switch
        {
            (false, false) => "nothing",
            (true, false) => "agreement",
            (true, true) => "agreement and terms",
            (false, true) => "terms",
        };
}
