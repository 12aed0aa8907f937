/**
 * What the headers of mail from kernel lists say again and again, the most frequent last: a preset dictionary for zlib.
 *
 * Never changed: the bytes of mails that were packed with it cannot be read with another one.
 */
export const HEADER_WORDS = `X-Proofpoint-Virus-Version: vendor=baseguard engine=ICAP:2.0.
X-Proofpoint-Spam-Details: rule=notspam policy=default score=0 priorityscore= malwarescore=0 suspectscore=0 phishscore=0 bulkscore=0 spamscore=0 clxscore= mlxscore=0 mlxlogscore= adultscore=0 lowpriorityscore=0 classifier=spam adjust=0 reason=mlx scancount=1 engine=8.12.0-
X-Proofpoint-GUID: X-Proofpoint-ORIG-GUID: X-Coremail-Antispam: X-CM-TRANSID: X-CM-SenderInfo: X-Exim-DSN-Information: X-BeenThere: X-Mailman-Version: 2.1.29
X-Spam-Checker-Version: SpamAssassin 3.4.0 (2014-02-07) on aws-us-west-2-korg-lkml-1.web.codeaurora.org
X-Spam-Level: 
X-Spam-Status: No, score= required=3.0 tests=BAYES_00,DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,HEADER_FROM_DIFFERENT_DOMAINS,INCLUDES_PATCH,MAILING_LIST_MULTI,SIGNED_OFF_BY,SPF_HELO_NONE,SPF_PASS,USER_AGENT_GIT autolearn=ham autolearn_force=no version=3.4.0
X-Rspamd-Queue-Id: 
X-Rspamd-Action: no action
X-Rspamd-Server: lfdr
X-Spamd-Result: default: False [-0.15 / 15.00];
	ARC_ALLOW(-1.00)[subspace.kernel.org:s=arc-20240116:i=1]; R_DKIM_ALLOW(-0.20)[]; DMARC_POLICY_ALLOW(-0.50)[,none]; R_SPF_ALLOW(-0.20)[+ip4:c]; MAILLIST(-0.15)[generic]; MIME_GOOD(-0.10)[text/plain]; HAS_LIST_UNSUB(-0.01)[]; RCVD_TLS_LAST(0.00)[]; FORGED_SENDER_MAILLIST(0.00)[]; FORGED_RECIPIENTS_MAILLIST(0.00)[]; FROM_HAS_DN(0.00)[]; TO_DN_SOME(0.00)[]; TAGGED_RCPT(0.00)[]; PRECEDENCE_BULK(0.00)[]; MIME_TRACE(0.00)[0:+]; RCVD_COUNT_FIVE(0.00)[]; ASN(0.00)[asn:, ipnet:, country:US]; DBL_BLOCKED_OPENRESOLVER(0.00)[]; RCPT_COUNT_TWELVE(0.00)[]; NEURAL_HAM(-0.00)[-0.]; RCVD_VIA_SMTP_AUTH(0.00)[]
X-IronPort-AV: E=McAfee;i="6600,9927,"; a=""
X-IronPort-AV: E=Sophos;i=",; d="scan'208";a=""
X-CSE-ConnectionGUID: X-CSE-MsgGUID: X-ExtLoop1: 1
X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.net; s=20230601;
        h=x-gm-message-state:mime-version:references:in-reply-to:from:date:message-id:subject:to:cc
X-Gm-Message-State: 
X-Google-Smtp-Source: 
X-Gm-Gg: 
X-Received: by 2002:a05: with SMTP id -mr.
        (PDT); (PST)
X-ClientProxiedBy: .prod.outlook.com (2603:10b6:) To
X-MS-PublicTrafficType: Email
X-MS-TrafficTypeDiagnostic: :EE_|
X-MS-Office365-Filtering-Correlation-Id: 
X-MS-Exchange-SenderADCheck: 1
X-MS-Exchange-AntiSpam-Relay: 0
X-Microsoft-Antispam: BCL:0;ARA:13230040|366016|376014|1800799024;
X-Microsoft-Antispam-Message-Info:
X-Forefront-Antispam-Report:
	CIP:255.255.255.255;CTRY:;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:.namprd11.prod.outlook.com;PTR:;CAT:NONE;SFS:(13230040)(366016)(376014)(1800799024);DIR:OUT;SFP:1101;
X-MS-Exchange-AntiSpam-MessageData-ChunkCount: 1
X-MS-Exchange-AntiSpam-MessageData-0:
X-OriginatorOrg: 
X-MS-Exchange-CrossTenant-Network-Message-Id: 
X-MS-Exchange-CrossTenant-AuthSource: 
X-MS-Exchange-CrossTenant-AuthAs: Internal
X-MS-Exchange-CrossTenant-OriginalArrivalTime: (UTC)
X-MS-Exchange-CrossTenant-FromEntityHeader: Hosted
X-MS-Exchange-CrossTenant-Id: 
X-MS-Exchange-CrossTenant-MailboxType: HOSTED
X-MS-Exchange-CrossTenant-UserPrincipalName: 
X-MS-Exchange-Transport-CrossTenantHeadersStamped: 
ARC-Authentication-Results: i=1; mx.microsoft.com 1; spf=pass
 smtp.mailfrom=; dmarc=pass action=none header.from=; dkim=pass header.d=; arc=none
 header.d=none;dmarc=none action=none header.from=
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com;
 s=arcselector10001;
 h=From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-AntiSpam-MessageData-ChunkCount:X-MS-Exchange-AntiSpam-MessageData-0:X-MS-Exchange-AntiSpam-MessageData-1;
ARC-Seal: i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com; cv=none;
 b=
 Microsoft SMTP Server (version=TLS1_2,
 cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.
 (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) id
        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
	(version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=OK);
User-Agent: Mozilla Thunderbird
Content-Language: en-US
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Type: text/plain; charset="utf-8"
Content-Type: text/plain; charset=us-ascii
Content-Disposition: inline
Content-Transfer-Encoding: quoted-printable
Content-Transfer-Encoding: base64
Content-Transfer-Encoding: 7bit
Content-Transfer-Encoding: 8bit
X-Mailer: git-send-email 2.
	h=from:from:reply-to:subject:subject:date:date:message-id:message-id:
	 to:to:cc:cc:mime-version:mime-version:content-type:content-type:
	 content-transfer-encoding:content-transfer-encoding:
	 in-reply-to:in-reply-to:references:references; bh=
  h=date:from:to:cc:subject:message-id:references:
   mime-version:content-transfer-encoding:in-reply-to;
	h=From:To:Cc:Subject:Date:Message-ID:In-Reply-To:References:
	 MIME-Version:Content-Type:Content-Transfer-Encoding; bh=
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple;
  d=intel.com; i=@intel.com; q=dns/txt; s=Intel;
  t=; x=;
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=gmail.com; s=20230601; t=; x=; darn=vger.kernel.org;
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=kernel.org;
	s=k20201202; t=1;
	bh=
Authentication-Results: smtp.subspace.kernel.org; dkim=pass (2048-bit key) header.d= header.i=@ header.b=""
Authentication-Results: smtp.subspace.kernel.org; arc=none smtp.client-ip=
Authentication-Results: smtp.subspace.kernel.org; dmarc=pass (p=none dis=none) header.from=
Authentication-Results: smtp.subspace.kernel.org; spf=pass smtp.mailfrom=
ARC-Authentication-Results:i=1; smtp.subspace.kernel.org; dmarc=pass (p=none dis=none) header.from=; spf=pass smtp.mailfrom=; dkim=pass (2048-bit key) header.d= header.i=@ header.b=; arc=none smtp.client-ip=
ARC-Message-Signature:i=1; a=rsa-sha256; d=subspace.kernel.org;
	s=arc-20240116; t=1; c=relaxed/simple;
	bh=; h=From:To:Cc:Subject:Message-ID:In-Reply-To:References:MIME-Version:Date:Content-Type; b=
ARC-Seal:i=1; a=rsa-sha256; d=subspace.kernel.org; s=arc-20240116;
	t=; cv=none; b=
Return-Path: <owner-linux-mm@kvack.org>
Delivered-To: linux-mm@archiver.kernel.org
X-Original-To: 
Precedence: bulk
X-Mailing-List: linux-kernel@vger.kernel.org
List-Id: <.lists.linux.dev>
List-Subscribe: <mailto:+subscribe@lists.linux.dev>
List-Unsubscribe: <mailto:+unsubscribe@lists.linux.dev>
Received: by vger.kernel.org via listexpand id S; 
Received: by kanga.kvack.org (Postfix) id ; 
Received: from mail.kernel.org (mail.kernel.org [198.145.29.99]) by smtp.lore.kernel.org (Postfix) with ESMTP id
	for <linux-mm@archiver.kernel.org>; 
Received: from .mirrors.kernel.org (.mirrors.kernel.org [IPv6:2604:1380:])
Received: from smtp.subspace.kernel.org (relay.kernel.org [52.25.139.140])
Received: from smtp.subspace.kernel.org (wormhole.subspace.kernel.org [52.25.139.140])
	(using TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 (128/128 bits))
	(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
	(using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits))
	(No client certificate requested)
	by smtp.subspace.kernel.org (Postfix) with ESMTPS id ; Mon, Tue, Wed, Thu, Fri, Sat, Sun, Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec +0000 (UTC)
Received: from localhost.localdomain (localhost.localdomain [127.0.0.1])
MIME-Version: 1.0
Content-Type: 
References: <
In-Reply-To: <
Message-ID: <
Subject: Re: [PATCH v
Date: 
From: 
To: 
Cc: linux-kernel@vger.kernel.org, linux-mm@kvack.org, linux-fsdevel@vger.kernel.org
`;
