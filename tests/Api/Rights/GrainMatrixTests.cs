using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.CannedReplies;
using Tallydesk.Chats;
using Tallydesk.Credits;
using Tallydesk.Customers;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Queues;
using Tallydesk.Refusals;
using Tallydesk.Tests.Chats;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Rights;

/// <summary>
/// Every method of every grain × every kind of actor, called without a gateway before it: each grain refuses by itself, so
/// a word that is missing at an endpoint lets nobody in.
/// </summary>
public sealed class GrainMatrixTests(ChatDesk chats) : IClassFixture<ChatDesk>
{
    /// <summary>Calls between the desk's own processes, which bear no words of anybody's for somebody to read.</summary>
    private static readonly string[] BetweenProcesses =
    [
        "IChatFeedGrain.AttachAsync",
        "IChatFeedGrain.UpsertAsync",
        "IQueueGrain.AttachAsync",
        "IQueueGrain.UpsertAsync",
        "IQueueGrain.UpsertLicenseAsync",
        "ISupportPolicyGrain.FollowAsync",
    ];

    /// <summary>Whom a method serves when the customer's things are theirs; nobody is the desk alone.</summary>
    private static readonly Dictionary<string, Who> Methods = new(StringComparer.Ordinal)
    {
        ["ICannedRepliesGrain.RemoveAsync"] = Who.Leads,
        ["ICannedRepliesGrain.SaveAsync"] = Who.Leads,
        ["ICannedRepliesGrain.ViewAsync"] = Who.Staff,
        ["IChatGrain.CloseAsync"] = Who.CustomerOrStaff,
        ["IChatGrain.MakeTicketAsync"] = Who.Staff,
        ["IChatGrain.ResumeAsync"] = Who.Nobody,
        ["IChatGrain.ReturnAsync"] = Who.Nobody,
        ["IChatGrain.SayAsync"] = Who.CustomerOrStaff,
        ["IChatGrain.StartAsync"] = Who.Customer,
        ["IChatGrain.TakeAsync"] = Who.Staff,
        ["IChatGrain.ViewAsync"] = Who.CustomerOrStaff,
        ["ICreditAccountGrain.AdjustAsync"] = Who.Leads,
        ["ICreditAccountGrain.ChargeAsync"] = Who.Anyone,
        ["ICreditAccountGrain.GrantAsync"] = Who.AdminOrSystem,
        ["ICreditAccountGrain.PurchaseAsync"] = Who.AdminOrSystem,
        ["ICreditAccountGrain.RefundAsync"] = Who.Anyone,
        ["ICreditAccountGrain.ViewAsync"] = Who.Anyone,
        ["ICreditAccountGrain.VoidAsync"] = Who.AdminOrSystem,
        ["ICreditAccountGrain.WithdrawAsync"] = Who.Anyone,
        ["ICustomerGrain.ChangeAsync"] = Who.Anyone,
        ["ICustomerGrain.ConfirmAddressAsync"] = Who.Nobody,
        ["ICustomerGrain.CreateAsync"] = Who.StaffOrSystem,
        ["ICustomerGrain.RegisterLicenseAsync"] = Who.AdminOrSystem,
        ["ICustomerGrain.ResumeAsync"] = Who.Nobody,
        ["ICustomerGrain.RevokeLicenseAsync"] = Who.AdminOrSystem,
        ["ICustomerGrain.ViewAsync"] = Who.Anyone,
        ["IEnquiryGrain.AnswerAsync"] = Who.Staff,
        ["IEnquiryGrain.CloseAsync"] = Who.Staff,
        ["IEnquiryGrain.SendAsync"] = Who.Open,
        ["IEnquiryGrain.ViewAsync"] = Who.Staff,
        ["ILicenseGrain.BuyCoverageAsync"] = Who.AdminOrSystem,
        ["ILicenseGrain.ChangeUpgradeSubscriptionAsync"] = Who.AdminOrSystem,
        ["ILicenseGrain.IssueAsync"] = Who.AdminOrSystem,
        ["ILicenseGrain.ReturnModificationAsync"] = Who.Anyone,
        ["ILicenseGrain.RevokeAsync"] = Who.AdminOrSystem,
        ["ILicenseGrain.TakeModificationAsync"] = Who.Anyone,
        ["ILicenseGrain.ViewAsync"] = Who.Anyone,
        ["IQueueGrain.NextAsync"] = Who.Staff,
        ["IQueueGrain.ReplyingAsync"] = Who.Open,
        ["IQueueGrain.ViewAsync"] = Who.Staff,
        ["ISupportPolicyGrain.AdoptAsync"] = Who.Admin,
        ["ISupportPolicyGrain.BeginAsync"] = Who.Nobody,
        ["ISupportPolicyGrain.VersionAsync"] = Who.Open,
        ["ISupportPolicyGrain.VersionsAsync"] = Who.Leads,
        ["ITicketGrain.ApplyCoverageAsync"] = Who.Staff,
        ["ITicketGrain.AskMergeAsync"] = Who.Staff,
        ["ITicketGrain.AssessAsync"] = Who.Staff,
        ["ITicketGrain.AssignAsync"] = Who.Leads,
        ["ITicketGrain.BeginMergeAsync"] = Who.Staff,
        ["ITicketGrain.ChangeUrgencyAsync"] = Who.Staff,
        ["ITicketGrain.ChargePaidAsync"] = Who.Nobody,
        ["ITicketGrain.ClaimAsync"] = Who.Staff,
        ["ITicketGrain.CloseAsync"] = Who.CustomerOrStaff,
        ["ITicketGrain.CloseWhenDueAsync"] = Who.Nobody,
        ["ITicketGrain.DecideAsync"] = Who.Customer,
        ["ITicketGrain.EndMergeAsync"] = Who.Staff,
        ["ITicketGrain.EstimateAsync"] = Who.Staff,
        ["ITicketGrain.OpenAsync"] = Who.CustomerOrStaff,
        ["ITicketGrain.OpenFromChatAsync"] = Who.Anyone,
        ["ITicketGrain.OpenSplitAsync"] = Who.Anyone,
        ["ITicketGrain.PostAsync"] = Who.CustomerOrStaff,
        ["ITicketGrain.ReleaseAsync"] = Who.Staff,
        ["ITicketGrain.ReopenAsync"] = Who.CustomerOrStaff,
        ["ITicketGrain.ResolveAsync"] = Who.Staff,
        ["ITicketGrain.ResumeAsync"] = Who.Nobody,
        ["ITicketGrain.ReturnAsync"] = Who.Nobody,
        ["ITicketGrain.SplitAsync"] = Who.Staff,
        ["ITicketGrain.TakeInAsync"] = Who.Nobody,
        ["ITicketGrain.ViewAsync"] = Who.Anyone,
        ["ITicketGrain.WaiveAsync"] = Who.Staff,
        ["ITicketGrain.WithdrawAsync"] = Who.Customer,
    };

    /// <summary>What makes something new; on what is there already it only finds that its command id has been used.</summary>
    private static readonly string[] Makers = ["CreateAsync", "OpenAsync", "StartAsync"];

    private static readonly IReadOnlyList<MethodInfo> Offered =
    [
        .. typeof(ITicketGrain)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods()),
    ];

    private IGrainFactory Grains => chats.Desk.Services.GetRequiredService<IGrainFactory>();

    [Fact]
    public void Every_method_is_in_the_table_and_bears_an_actor()
    {
        Assert.Equal(Methods.Keys.Concat(BetweenProcesses).Order(), Offered.Select(NameOf).Order());
        Assert.All(
            Offered.Where(method => Methods.ContainsKey(NameOf(method))),
            method =>
                Assert.Contains(
                    method.GetParameters()[0].ParameterType,
                    new List<Type> { typeof(Actor), typeof(CommandContext) }
                )
        );
    }

    [Fact]
    public async Task Every_grain_refuses_by_itself()
    {
        var (mine, theirs) = (await Things.CreateAsync(chats), await Things.CreateAsync(chats));
        var owner = new CustomerId(mine.World.Id);
        var actors = new (Who Who, Actor Actor, bool IsOwn)[]
        {
            (Who.Visitor, Actor.Visitor, false),
            (Who.Customer, new("usr-2", "Other", Role.Customer, new CustomerId(theirs.World.Id)), false),
            (Who.Customer, new("usr-1", "Owner", Role.Customer, owner), true),
            (Who.Engineer, new("usr-3", "Erin", Role.Engineer), true),
            (Who.Lead, new("usr-4", "Lea", Role.Lead), true),
            (Who.Admin, new("usr-5", "Ada", Role.Admin), true),
            (Who.System, new("usr-6", "Shop", Role.System), true),
        };
        var before = await mine.World.SnapshotAsync();
        var wrong = new List<string>();
        foreach (var method in Offered.Where(method => Methods.ContainsKey(NameOf(method))))
        {
            foreach (var (who, actor, isOwn) in actors)
            {
                var isServed =
                    Methods[NameOf(method)] is var allowed && allowed.HasFlag(who) && (isOwn || allowed == Who.Open);
                if (isServed && method.Name != "ViewAsync")
                {
                    // What it then does is the business of its feature's tests.
                    continue;
                }

                var key = Makers.Contains(method.Name) ? KeyOfNobody(method) : await KeyAsync(method, mine);
                var answer = await CallAsync(method, key, actor, mine);
                if (
                    isServed
                        ? answer != "served"
                        : answer is not ("NotFound" or "Forbidden" or "UnauthorizedAccessException")
                )
                {
                    wrong.Add($"{NameOf(method)} by {who} {(isOwn ? "" : "(another)")}: {answer}");
                }
                else if (!isServed && !isOwn)
                {
                    var absent = await CallAsync(method, KeyOfNobody(method), actor, mine);
                    if (absent != answer)
                    {
                        wrong.Add($"{NameOf(method)} by {who} (another): {answer}, absent: {absent}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await mine.World.SnapshotAsync());
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private async Task<string> CallAsync(MethodInfo method, string key, Actor actor, Things mine)
    {
        var grain = Grains.GetGrain(method.DeclaringType!, key);
        object? Argument(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(Actor) ? actor
            : parameter.ParameterType == typeof(CommandContext)
                ? new CommandContext(actor, new CommandId(Path.GetRandomFileName()))
            : Anything(parameter.ParameterType, mine);
        try
        {
            var task = (Task)method.Invoke(grain, [.. method.GetParameters().Select(Argument)])!;
            await task;
            return method.ReturnType.IsGenericType ? Outcome(((dynamic)task).Result) : "served";
        }
        catch (UnauthorizedAccessException refused)
        {
            return refused.GetType().Name;
        }
    }

    private static string Outcome(object? result)
    {
        var refusal = result as Refusal ?? result?.GetType().GetProperty("Refusal")?.GetValue(result) as Refusal;
        return refusal?.Code.ToString() ?? "served";
    }

    private async Task<string> KeyAsync(MethodInfo method, Things mine) =>
        method.DeclaringType!.Name switch
        {
            nameof(ITicketGrain) => (
                await chats
                    .Desk.Services.GetRequiredService<TicketDirectory>()
                    .FindAsync(long.Parse(mine["$ticket"], System.Globalization.CultureInfo.InvariantCulture))
            )!.GetPrimaryKeyString(),
            nameof(ICustomerGrain) => mine["$customer"],
            nameof(ICreditAccountGrain) => new CustomerId(mine["$customer"]).Account.Value,
            nameof(ILicenseGrain) => new LicenseNumber(mine["$license"]).GrainKey,
            nameof(IChatGrain) => mine["$chat"],
            nameof(IEnquiryGrain) => mine["$enquiry"],
            nameof(IQueueGrain) => QueueId.OfDesk("support").Value,
            nameof(ICannedRepliesGrain) => ICannedRepliesGrain.Key,
            _ => ISupportPolicyGrain.Key,
        };

    private static string KeyOfNobody(MethodInfo method) =>
        method.DeclaringType!.Name switch
        {
            nameof(ITicketGrain) => TicketId.For(new("nobody")).Value,
            nameof(ICustomerGrain) => Things.Absent("$customer"),
            nameof(ICreditAccountGrain) => new CustomerId(Things.Absent("$customer")).Account.Value,
            nameof(ILicenseGrain) => new LicenseNumber("NONE-1").GrainKey,
            nameof(IChatGrain) => Things.Absent("$chat"),
            nameof(IEnquiryGrain) => Things.Absent("$enquiry"),
            nameof(IQueueGrain) => QueueId.OfDesk("support").Value,
            nameof(ICannedRepliesGrain) => ICannedRepliesGrain.Key,
            _ => ISupportPolicyGrain.Key,
        };

    /// <summary>Some value of a type, right enough that a rule gets as far as to ask who it is.</summary>
    private static object? Anything(Type type, Things mine)
    {
        if (Nullable.GetUnderlyingType(type) is not null)
        {
            return null;
        }

        if (type == typeof(string))
        {
            return "x";
        }

        if (type == typeof(CustomerId))
        {
            return new CustomerId(mine.World.Id);
        }

        if (type == typeof(LicenseNumber))
        {
            return new LicenseNumber(mine.World.License);
        }

        if (type == typeof(SupportPolicy))
        {
            return PolicyDocument.Shipped;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return type.GetField("Empty")!.GetValue(null);
        }

        if (type.IsEnum || type.IsPrimitive || type.Namespace == "System" || type.IsAbstract || type.IsInterface)
        {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        if (type.GetField("Empty", BindingFlags.Public | BindingFlags.Static) is { } empty)
        {
            return empty.GetValue(null);
        }

        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        return constructor.Invoke([
            .. constructor.GetParameters().Select(parameter => Anything(parameter.ParameterType, mine)),
        ]);
    }
}
